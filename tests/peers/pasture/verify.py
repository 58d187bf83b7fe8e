"""fediverse-pasture's Verify Actor against one actor: its six test actors, who demand signatures in all combinations,
with and without WebFinger, ask for the actor and post to its inbox. Prints the table as JSON. Usage: verify.py ACTOR"""

import asyncio
import json
import logging
import os
import socket
import sys
import tempfile

from hypercorn.asyncio import serve
from hypercorn.config import Config
from quart import Quart

logging.disable(logging.CRITICAL)
os.chdir(tempfile.mkdtemp())

from fediverse_pasture.data_provider import DataProvider  # noqa: E402
from fediverse_pasture.server import BlueprintForActors  # noqa: E402
from fediverse_pasture.server.verify_actor import ActorVerifier  # noqa: E402
from fediverse_pasture.types import Message  # noqa: E402


async def main(wanted):
    data = DataProvider.generate()
    actors = data.possible_actors + [data.one_actor]
    app = Quart(__name__)
    app.register_blueprint(BlueprintForActors(actors).blueprint)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(app, config, shutdown_trigger=stop.wait))
    await asyncio.sleep(0.5)
    message = Message()
    verifier = ActorVerifier(actors, wanted, f"localhost:{port}", message, timeout=60)
    result = await verifier.verify()
    stop.set()
    await serving
    print(json.dumps({"result": result, "steps": [str(step) for step in message.steps]}))


asyncio.run(main(sys.argv[1]))
