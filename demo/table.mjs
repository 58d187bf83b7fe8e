// A CSV table cut in two, each half with the header. Lines inside quotes stay together.

export function split(text) {
  const rows = [];
  let row = "";
  let quoted = false;
  for (const line of text.split(/(?<=\n)/)) {
    row += line;
    quoted = (row.match(/"/g)?.length ?? 0) % 2 === 1;
    if (!quoted) {
      rows.push(row);
      row = "";
    }
  }
  const [header, ...records] = rows;
  const half = Math.ceil(records.length / 2);
  return [records.slice(0, half), records.slice(half)].map((part) => header + part.join(""));
}
