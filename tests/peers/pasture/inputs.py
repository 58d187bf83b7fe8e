"""All inputs of fediverse-pasture-inputs as an actor of ours would send them: one JSON line for each example, with the
Create as its own sender builds it. Usage: inputs.py BASE ACTOR GROUP MENTIONED"""

import asyncio
import json
import sys
from unittest.mock import AsyncMock, MagicMock

from fediverse_pasture.runner import ActivitySender
from fediverse_pasture_inputs import available

base, actor, group, mentioned = sys.argv[1:]
document = {"type": "Person", "id": actor, "followers": f"{actor}/followers"}
# What the inputs are written against, by what stands in its place here.
PLACES = {"http://pasture-one-actor": base, "acct:actor@pasture-one-actor": actor}


def placed(text):
    for name, place in PLACES.items():
        text = text.replace(name, place)
    return text


async def main():
    owner = MagicMock(id=actor)
    owner.build = MagicMock(return_value=document)
    client = AsyncMock()
    client.get = AsyncMock(return_value={"inbox": "inbox"})
    for name, data in sorted(available.items()):
        for number, example in enumerate(data.examples, 1):
            sender = ActivitySender.for_actor(client, owner)
            sender.sleep_after_getting_inbox = False
            sender.init_create_note(lambda note: {**note, **example})
            await sender.send(group)
            line = json.dumps({"name": name, "number": number, "activity": sender.activity})
            print(placed(line).replace("http://remote.example", mentioned))


asyncio.run(main())
