"""A mail server for tests: keeps each message as a file, refuses some recipients. smtp_sink.py FOLDER prints its port."""
import asyncio
import pathlib
import sys

from aiosmtpd.controller import UnthreadedController


class Sink:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy"):
            return "451 4.2.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Sink.count += 1
        folder = pathlib.Path(sys.argv[1])
        part = folder / f".{Sink.count:05}.part"
        part.write_bytes(envelope.content)
        part.rename(folder / f"{Sink.count:05}.eml")
        return "250 taken"


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
controller = UnthreadedController(Sink(), hostname="127.0.0.1", port=0, loop=loop)
controller.begin()
print(controller.server.sockets[0].getsockname()[1], flush=True)
loop.run_forever()
