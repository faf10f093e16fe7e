"""Messages as mail servers send them back."""

from email.message import EmailMessage

ORIGINAL = "Message-ID: {message_id}\nSubject: =?utf-8?q?Th=C6=B0_nh=E1=BA=AFc_vi=E1=BB=87c?=\nTo: a@huyen.example\n"


def report(
    address: str,
    *,
    to: str = "bounce@so.example",
    message_id: str = "<khac@so.example>",
    returns: str = "text/rfc822-headers",
    fates: str = "",
) -> bytes:
    """A report of non-delivery as RFC 3464 says, for one address, or with the `fates` of several."""
    told = [
        "From: MAILER-DAEMON@mx.huyen.example",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
        "",
        "This is a MIME-encapsulated message.",
        "--b1",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "--b1",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.huyen.example",
        "Arrival-Date: Tue, 5 Mar 2024 08:00:00 +0700",
        "",
        *(fates or fate(address)).splitlines(),
        "",
        "--b1",
        f"Content-Type: {returns}",
        "",
        *ORIGINAL.format(message_id=message_id).splitlines(),
        *(["", "Kính gửi"] if returns == "message/rfc822" else []),
        "",
        "--b1--",
        "",
    ]
    return "\r\n".join(told).encode()


def fate(address: str, action: str = "failed", status: str = "5.1.1") -> str:
    return (
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} <{address}>: Recipient address rejected:\n    User unknown"
    )


def mail(subject: str, to: str, **headers: str) -> bytes:
    """An ordinary message, or an automatic answer by its headers."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "chi.hoa@huyen.example", to, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Tôi đi công tác đến hết tuần.")
    return message.as_bytes()
