"""A mail server for the tests: prints every mail that it takes as one line of JSON, and refuses addresses that begin with "full" (452) or "nobody" (550)."""
import asyncio, email, email.policy, json, sys
from aiosmtpd.controller import Controller


class Desk:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("full"):
            return "452 4.2.2 mailbox full, come later"
        if address.startswith("nobody"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(json.dumps({"to": envelope.rcpt_tos, "from": envelope.mail_from, "subject": mail["subject"], "auto": mail["auto-submitted"], "text": mail.get_content()}), flush=True)
        return "250 taken"


desk = Controller(Desk(), hostname="127.0.0.1", port=int(sys.argv[1]))
desk.start()
print("ready", flush=True)
asyncio.new_event_loop().run_forever()
