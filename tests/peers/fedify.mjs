// A server of somebody else's making: Fedify, on plain http, with one person called "peer". It verifies every
// signature, keeps what reaches it, and does what the test asks for under /do/. Prints its address when it listens.
//   GET  /do/seen                        everything received, oldest first
//   POST /do/follow  {"handle": "@group@localhost:3000"}     by WebFinger, then a Follow; answers the actor's id
//   POST /do/reply   {"object": url, "text": "..."}          fetches the object (signed), then a Create{Note}
//   POST /do/like    {"object": url}
//   POST /do/unfollow {"actor": url}
//   POST /do/update  {"object": url of a reply of its own, "text": "..."}      POST /do/delete {"object": url}
//   POST /do/create  {"group": url, "text": "...", "inbox": url}    a Create for a group, sent to that inbox alone
//   POST /do/fetch   {"url": url, "signed": true|false}             answers the object's type, or null
//   GET  /do/proofs                      what arrived with a proof: whether Fedify finds it valid, and when altered
// From the environment: SOFTWARE (what NodeInfo says), FIRST_KNOCK (which signatures it sends first), ACCEPT ("rfc9421":
// only these are taken), AUTHORIZED (its actors are shown to signed requests alone).

import { createServer } from "node:http";
import { Temporal } from "@js-temporal/polyfill";
import { createFederation, generateCryptoKeyPair, getDocumentLoader, MemoryKvStore, verifyObject } from "@fedify/fedify";
import {
  Activity,
  Create,
  Delete,
  Endpoints,
  Follow,
  Like,
  Mention,
  Note,
  Person,
  PUBLIC_COLLECTION,
  Tombstone,
  Undo,
  Update,
} from "@fedify/vocab";

const seen = [];
const refused = [];
const bodies = [];
const sent = new Map();
const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock: process.env.FIRST_KNOCK ?? "draft-cavage-http-signatures-12" });

const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
const actors = federation
  .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
    if (identifier !== "peer") return null;
    const pairs = await context.getActorKeyPairs(identifier);
    return new Person({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      name: "A peer",
      inbox: context.getInboxUri(identifier),
      outbox: context.getOutboxUri(identifier),
      followers: context.getFollowersUri(identifier),
      endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((pair) => pair.multikey),
    });
  })
  .setKeyPairsDispatcher((_context, identifier) => (identifier === "peer" ? keys : []));
if (process.env.AUTHORIZED) actors.authorize(async (context) => (await context.getSignedKeyOwner()) != null);
federation.setOutboxDispatcher("/users/{identifier}/outbox", () => ({ items: [] }));
federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({ items: [] }));
federation.setNodeInfoDispatcher("/nodeinfo/2.1", () => ({
  software: { name: process.env.SOFTWARE ?? "fedify-peer", version: "1.0.0" },
  protocols: ["activitypub"],
  usage: { users: {}, localPosts: 0, localComments: 0 },
}));
federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .setSharedKeyDispatcher(() => ({ identifier: "peer" }))
  // The base class: whatever its type, what arrives here has a signature that Fedify verified.
  .on(Activity, async (context, activity) => {
    const entry = {
      type: activity.constructor.name,
      id: activity.id?.href ?? null,
      actor: activity.actorId?.href ?? null,
      objectId: activity.objectId?.href ?? null,
    };
    // What is embedded from another origin is fetched from there, by a signed request.
    const object = await activity.getObject(context).catch((error) => ({ error }));
    if (object?.error) entry.error = String(object.error);
    else if (object != null) {
      entry.object = { type: object.constructor.name, id: object.id?.href, name: object.name?.toString() ?? null };
      entry.object.content = object.content?.toString() ?? null;
      entry.object.context = object.contextIds?.map((id) => id.href) ?? [];
    }
    seen.push(entry);
  })
  .onUnverifiedActivity?.((_context, activity, reason) => {
    refused.push({ id: activity?.id?.href ?? null, reason: JSON.stringify(reason) });
  });

const server = createServer(async (incoming, outgoing) => {
  const parts = [];
  for await (const part of incoming) parts.push(part);
  const body = Buffer.concat(parts);
  const url = new URL(incoming.url, base());
  const answer = await (url.pathname.startsWith("/do/") ? ordered(url.pathname.slice(4), body) : served(incoming, url, body)).catch(
    (error) => Response.json({ error: String(error?.stack ?? error) }, { status: 500 }),
  );
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
});

function base() {
  return `http://localhost:${server.address().port}`;
}

async function served(incoming, url, body) {
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  const scheme = incoming.headers["signature-input"] ? "rfc9421" : "cavage";
  if (hasBody) bodies.push({ scheme, json: body.toString("utf8") });
  if (hasBody && process.env.ACCEPT && process.env.ACCEPT !== scheme) return new Response("sign otherwise", { status: 401 });
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const request = new Request(url, { method: incoming.method, headers, body: hasBody ? body : undefined });
  return federation.fetch(request, { contextData: undefined });
}

async function ordered(order, body) {
  if (order === "seen") return Response.json({ seen, refused, schemes: bodies.map((one) => one.scheme) });
  if (order === "proofs") return Response.json(await proofs());
  const wanted = JSON.parse(body.toString("utf8"));
  const context = federation.createContext(new URL(base()), undefined);
  const loader = await context.getDocumentLoader({ identifier: "peer" });
  const fetched = async (address) => {
    const object = await context.lookupObject(address, { documentLoader: loader });
    if (object == null) throw new Error(`nothing at ${address}`);
    return object;
  };
  const fresh = (kind) => new URL(`${base()}/${kind}/${crypto.randomUUID()}`);
  const me = context.getActorUri("peer");
  const send = (recipients, activity) => context.sendActivity({ identifier: "peer" }, recipients, activity, { immediate: true });

  switch (order) {
    case "follow": {
      const actor = await fetched(await discovered(wanted.handle));
      await send(actor, new Follow({ id: fresh("activities"), actor: me, object: actor.id, to: actor.id }));
      return Response.json({ actor: actor.id.href, type: actor.constructor.name, name: actor.name?.toString() });
    }
    case "unfollow": {
      const actor = await fetched(wanted.actor);
      const follow = new Follow({ id: fresh("activities"), actor: me, object: actor.id });
      await send(actor, new Undo({ id: fresh("activities"), actor: me, object: follow, to: actor.id }));
      return Response.json({});
    }
    case "reply": {
      const parent = await fetched(wanted.object);
      const author = await parent.getAttribution({ documentLoader: loader });
      const note = new Note({
        id: fresh("notes"),
        attribution: me,
        replyTarget: parent.id,
        content: wanted.text,
        published: Temporal.Now.instant(),
        to: PUBLIC_COLLECTION,
        ccs: [author.id, context.getFollowersUri("peer")],
        tags: [new Mention({ href: author.id, name: `@${author.preferredUsername}@${author.id.host}` })],
      });
      const create = new Create({ id: fresh("activities"), actor: me, object: note, to: PUBLIC_COLLECTION, ccs: [author.id] });
      await send(author, create);
      sent.set(note.id.href, { note, author });
      return Response.json({ id: note.id.href });
    }
    case "update": {
      const { note, author } = sent.get(wanted.object);
      const changed = note.clone({ content: wanted.text, updated: Temporal.Now.instant() });
      const update = { id: fresh("activities"), actor: me, object: changed, to: PUBLIC_COLLECTION, ccs: [author.id] };
      await send(author, new Update(update));
      return Response.json({});
    }
    case "delete": {
      const { note, author } = sent.get(wanted.object);
      const object = new Tombstone({ id: note.id });
      await send(author, new Delete({ id: fresh("activities"), actor: me, object, to: PUBLIC_COLLECTION, ccs: [author.id] }));
      return Response.json({});
    }
    case "create": {
      const to = new URL(wanted.group);
      const published = Temporal.Now.instant();
      const note = new Note({ id: fresh("notes"), attribution: me, content: wanted.text, published, to: PUBLIC_COLLECTION, cc: to });
      const inbox = { id: to, inboxId: new URL(wanted.inbox), endpoints: null };
      await send(inbox, new Create({ id: fresh("activities"), actor: me, object: note, to: PUBLIC_COLLECTION, cc: to }));
      return Response.json({ id: note.id.href });
    }
    case "fetch": {
      const documentLoader = wanted.signed ? loader : getDocumentLoader({ allowPrivateAddress: true });
      const object = await context.lookupObject(wanted.url, { documentLoader }).catch(() => null);
      return Response.json({ type: object?.constructor.name ?? null });
    }
    case "like": {
      const object = await fetched(wanted.object);
      const author = await object.getAttribution({ documentLoader: loader });
      await send(author, new Like({ id: fresh("activities"), actor: me, object: object.id, to: author.id }));
      return Response.json({});
    }
    default:
      return Response.json({ error: `unknown: ${order}` }, { status: 404 });
  }
}

async function proofs() {
  const documentLoader = getDocumentLoader({ allowPrivateAddress: true });
  const holds = async (json) => (await verifyObject(Activity, json, { documentLoader, contextLoader: documentLoader })) != null;
  const found = [];
  for (const body of bodies) {
    // Whoever carries it: the proof of what an Announce holds is its author's.
    for (let json = JSON.parse(body.json); json?.type; json = json.object) {
      if (json.proof == null) continue;
      const altered = { ...json, published: "2001-01-01T00:00:00Z" };
      found.push({ type: json.type, actor: json.actor, valid: await holds(json), altered: await holds(altered) });
    }
  }
  return found;
}

// Fedify asks for handles by https only; this is a network of plain http.
async function discovered(handle) {
  const [name, host] = handle.replace(/^[@!]/, "").split("@");
  const answer = await fetch(`http://${host}/.well-known/webfinger?resource=acct:${name}@${host}`);
  if (!answer.ok) throw new Error(`WebFinger for ${handle}: ${answer.status}`);
  const { links } = await answer.json();
  const self = links.find((link) => link.rel === "self" && /activity\+json|activitystreams/.test(link.type ?? ""));
  if (self == null) throw new Error(`WebFinger for ${handle} names no actor`);
  return self.href;
}

server.listen(0, "127.0.0.1", () => console.log(base()));
