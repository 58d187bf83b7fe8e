// Fills the two hubs of the demonstration through their API, as their members would.
//   node demo/fill.mjs PASSWORD BASE-OF-SAHEL BASE-OF-ISTMO

import * as sahel from "./sahel.mjs";
import * as istmo from "./istmo.mjs";

const [password, ...bases] = process.argv.slice(2);
const hubs = [sahel, istmo].map((content, place) => ({ ...content, base: bases[place], tokens: {} }));

async function call(hub, by, method, path, body) {
  const headers = { "content-type": "application/json" };
  if (by) headers.authorization = `Bearer ${hub.tokens[by]}`;
  const answer = await fetch(`${hub.base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} as ${by}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : {};
}

async function signIn(hub) {
  for (const { handle } of hub.members) {
    const email = `${handle}@${new URL(hub.base).hostname}.example`;
    hub.tokens[handle] = (await call(hub, null, "POST", "/sessions", { email, password })).token;
  }
}

async function gather(hub) {
  for (const { handle, by, language, name, description } of hub.groups) {
    const group = { handle, name, description, language, purpose: "discussion", visibility: "public", posting: "anyone", joining: "open" };
    await call(hub, by, "POST", "/groups", group);
  }
  for (const { handle } of hub.members) {
    for (const group of ["welcome", "library", "spotlight", ...hub.groups.map((group) => group.handle)]) {
      await call(hub, handle, "PUT", `/groups/${group}/membership`, {});
    }
  }
}

async function befriend(hub, other) {
  const host = new URL(other.base).host;
  for (const group of hub.follows) {
    await call(hub, hub.members[0].handle, "GET", `/lookup?q=${encodeURIComponent(`!${group}@${host}`)}`);
    for (const { handle } of hub.members) {
      await call(hub, handle, "PUT", `/groups/${group}@${host}/membership`, {});
    }
  }
}

async function publish(hub) {
  const places = {};
  for (const handle of ["library", "spotlight"]) places[handle] = (await call(hub, null, "GET", `/groups/${handle}`)).id;
  for (const { by, language, title, body, record } of hub.resources) {
    await call(hub, by, "POST", "/resources", { group: places.library, title, body, language, record });
  }
  for (const { by, language, title, summary, body } of hub.articles) {
    await call(hub, by, "POST", "/articles", { group: places.spotlight, title, summary, body, language });
  }
}

async function discuss(hub) {
  for (const { group, by, language, title, body, likes = [], replies = [] } of hub.discussions) {
    const { id } = await call(hub, by, "POST", `/groups/${group}/posts`, { title, body, language });
    for (const handle of likes) await call(hub, handle, "PUT", `/posts/${id}/reaction`, {});
    await answer(hub, id, replies);
  }
}

async function answer(hub, parent, replies) {
  for (const { by, language, body, replies: below = [] } of replies) {
    const { id } = await call(hub, by, "POST", `/posts/${parent}/replies`, { body, language });
    await answer(hub, id, below);
  }
}

for (const hub of hubs) {
  await signIn(hub);
  await gather(hub);
}
// Before anything is said, so that each hears the other from the start.
await befriend(hubs[0], hubs[1]);
await befriend(hubs[1], hubs[0]);
for (const hub of hubs) {
  await publish(hub);
  await discuss(hub);
  console.log(`${hub.hub.name}: ${hub.members.length} members, ${hub.groups.length} groups, ${hub.discussions.length} discussions`);
}
