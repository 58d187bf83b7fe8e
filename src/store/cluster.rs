//! The private PostgreSQL cluster: what a hub runs on when no database is configured. Unix socket only, folders 0700,
//! peer authentication. It outlives a killed server and is adopted by the next.

use std::io;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "PostgreSQL's programs were not found; install them (on Debian: apt-get install postgresql) or set database.url"
    )]
    NoPostgres,
    #[error("the socket's path {0} is longer than the system's 107 bytes: choose a shorter data.dir")]
    LongPath(PathBuf),
    #[error(
        "running as root, PostgreSQL must run as the system user 'postgres', which is missing: install the distribution's postgresql package or set database.url"
    )]
    NoUser,
    #[error(
        "PostgreSQL's data folder {0} cannot be reached by the user 'postgres': choose a data.dir outside of private homes"
    )]
    Unreachable(PathBuf),
    #[error("{program} failed: {message}")]
    Failed { program: &'static str, message: String },
    #[error(transparent)]
    Io(#[from] io::Error),
}

pub struct Cluster {
    programs: PathBuf,
    data: PathBuf,
    socket: PathBuf,
    owner: Option<Owner>,
}

/// The system user that PostgreSQL runs as when the server is root.
#[derive(Clone, Copy)]
struct Owner {
    uid: u32,
    gid: u32,
}

impl Cluster {
    /// Makes the cluster below `folder` if there is none, starts it if it does not run, and answers it.
    pub fn start(folder: &Path) -> Result<Self, ClusterError> {
        let cluster = Self::at(folder)?;
        if !cluster.data.join("PG_VERSION").exists() {
            cluster.create()?;
        }
        if !cluster.runs()? {
            cluster.launch()?;
        }
        Ok(cluster)
    }

    /// The address to connect to.
    pub fn url(&self) -> String {
        format!("host={} user=waypost dbname=waypost", self.socket.display())
    }

    /// Ends the cluster, letting running statements be cut off.
    pub fn stop(&self) -> Result<(), ClusterError> {
        self.run("pg_ctl", &["stop", "-D", &self.data.to_string_lossy(), "-m", "fast", "-s"]).map(drop)
    }

    fn at(folder: &Path) -> Result<Self, ClusterError> {
        let programs = find_programs().ok_or(ClusterError::NoPostgres)?;
        let is_root = output("id", &["-u"])? == "0";
        let owner = if is_root { Some(postgres_user()?) } else { None };
        std::fs::create_dir_all(folder)?;
        let folder = folder.canonicalize()?;
        let (data, socket) = (folder.join("postgres"), folder.join("socket"));
        if socket.as_os_str().len() + ".s.PGSQL.5432".len() + 1 > 107 {
            return Err(ClusterError::LongPath(socket));
        }
        for path in [&data, &socket] {
            if !path.exists() {
                std::fs::DirBuilder::new().mode(0o700).create(path)?;
            }
            if let Some(Owner { uid, gid }) = owner {
                chown(path, Some(uid), Some(gid))?;
            }
        }
        let cluster = Self { programs, data, socket, owner };
        if cluster.command("ls".as_ref()).arg(&cluster.data).output()?.status.success() {
            Ok(cluster)
        } else {
            Err(ClusterError::Unreachable(cluster.data))
        }
    }

    fn create(&self) -> Result<(), ClusterError> {
        tracing::info!(folder = %self.data.display(), "making a private PostgreSQL cluster");
        let data = self.data.to_string_lossy();
        self.run(
            "initdb",
            &["-D", &data, "-U", "waypost", "-A", "peer", "-E", "UTF8", "--locale=C.UTF-8", "-N", "--no-instructions"],
        )?;
        let (server, cluster) = (
            output("id", &["-un"])?,
            if self.owner.is_some() { "postgres".to_owned() } else { output("id", &["-un"])? },
        );
        self.write("pg_hba.conf", "local all all peer map=waypost\n")?;
        self.write("pg_ident.conf", &format!("waypost {server} waypost\nwaypost {cluster} waypost\n"))?;
        self.write(
            "waypost.conf",
            &format!(
                "listen_addresses = ''\nunix_socket_directories = '{}'\nunix_socket_permissions = 0700\nmax_connections = 60\n\
                 shared_buffers = 192MB\nwal_compression = on\nmax_wal_size = 1GB\njit = off\nlogging_collector = off\n\
                 log_min_messages = warning\nrandom_page_cost = 1.1\nautovacuum_naptime = 3min\n\
                 bgwriter_delay = 1s\nbgwriter_lru_maxpages = 500\nwal_writer_delay = 2s\n",
                self.socket.display()
            ),
        )?;
        let main = self.data.join("postgresql.conf");
        let text = std::fs::read_to_string(&main)?;
        std::fs::write(main, format!("{text}\ninclude 'waypost.conf'\n"))?;
        self.launch()?;
        self.run("createdb", &["-h", &self.socket.to_string_lossy(), "-U", "waypost", "-T", "template0", "waypost"])
            .map(drop)
    }

    fn runs(&self) -> Result<bool, ClusterError> {
        let status = self.command(&self.programs.join("pg_ctl")).arg("status").arg("-D").arg(&self.data).output()?;
        Ok(status.status.success())
    }

    fn launch(&self) -> Result<(), ClusterError> {
        let log = self.data.join("server.log");
        self.run("pg_ctl", &["start", "-D", &self.data.to_string_lossy(), "-l", &log.to_string_lossy(), "-w", "-s"])
            .map(drop)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), ClusterError> {
        let path = self.data.join(name);
        std::fs::write(&path, text)?;
        if let Some(Owner { uid, gid }) = self.owner {
            chown(path, Some(uid), Some(gid))?;
        }
        Ok(())
    }

    fn run(&self, program: &'static str, arguments: &[&str]) -> Result<Output, ClusterError> {
        // PostgreSQL keeps the file handles that pg_ctl was given: with a pipe, waiting for its end would wait for ever.
        let told = tempfile_for(program)?;
        let status = self
            .command(&self.programs.join(program))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(told.try_clone()?)
            .status()?;
        if status.success() {
            return Ok(Output { status, stdout: Vec::new(), stderr: Vec::new() });
        }
        let message = read_back(told)?;
        Err(ClusterError::Failed { program, message })
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/");
        if let Some(Owner { uid, gid }) = self.owner {
            command.uid(uid).gid(gid);
        }
        // A signal to the server's terminal is not meant for the database.
        command.process_group(0);
        command
    }
}

fn tempfile_for(program: &str) -> io::Result<std::fs::File> {
    let path = std::env::temp_dir().join(format!("waypost-{program}-{}", std::process::id()));
    let file = std::fs::OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path)?;
    std::fs::remove_file(path)?;
    Ok(file)
}

fn read_back(mut file: std::fs::File) -> io::Result<String> {
    use std::io::{Read, Seek};
    let mut text = String::new();
    file.rewind()?;
    file.read_to_string(&mut text)?;
    Ok(text.trim().to_owned())
}

/// The newest PostgreSQL of the distribution, else what is on the path.
fn find_programs() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, path)| path.join("pg_ctl").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, path)| path).or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("pg_ctl").exists())
    })
}

fn postgres_user() -> Result<Owner, ClusterError> {
    let number = |flag| output("id", &[flag, "postgres"]).ok().and_then(|text| text.parse().ok());
    match (number("-u"), number("-g")) {
        (Some(uid), Some(gid)) => Ok(Owner { uid, gid }),
        _ => Err(ClusterError::NoUser),
    }
}

fn output(program: &str, arguments: &[&str]) -> io::Result<String> {
    let output = Command::new(program).args(arguments).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
