"""Replies as mail programs write them: (text or HTML, what the visitor wrote, a piece of the quoted part)."""

PLAIN = {
    "Gmail": (
        "Monday suits me.\n\nOn Mon, Nov 2, 2026 at 10:00 AM Your Clinic <clinic@clinic.example>\nwrote:\n\n"
        "> Does Monday suit you?\n> Your Clinic\n",
        ["Monday suits me."],
        "Does Monday suit you?",
    ),
    "Apple Mail": (
        "Monday suits me.\n\n> On Nov 2, 2026, at 10:00 AM, Your Clinic <clinic@clinic.example> wrote:\n> \n> Does it suit?",
        ["Monday suits me."],
        "Does it suit?",
    ),
    "Thunderbird": (
        "On 11/2/26 10:00, Your Clinic wrote:\n> Does Monday suit you?\nMonday suits me.\n> And the time?\nTen.\n",
        ["Monday suits me.", "Ten."],
        "And the time?",
    ),
    "Thunderbird, German": (
        "Montag passt.\n\nAm 02.11.26 um 10:00 schrieb Your Clinic:\n> Passt Montag?\n",
        ["Montag passt."],
        "Passt Montag?",
    ),
    "Gmail, German": (
        "Montag passt.\n\nAm Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Your Clinic <\nclinic@clinic.example>:\n\n> Passt es?",
        ["Montag passt."],
        "Passt es?",
    ),
    "Gmail, French": (
        "Lundi me va.\n\nLe lun. 2 nov. 2026 à 10:00, Your Clinic <clinic@clinic.example> a\nécrit :\n\n> Lundi vous va ?\n",
        ["Lundi me va."],
        "Lundi vous va",
    ),
    "Gmail, Spanish": (
        "El lunes va bien.\n\nEl lun, 2 nov 2026 a las 10:00, Your Clinic (<clinic@clinic.example>)\nescribió:\n\n> ¿Lunes?\n",
        ["El lunes va bien."],
        "¿Lunes?",
    ),
    "Gmail, Italian": (
        "Va bene.\n\nIl giorno lun 2 nov 2026 alle ore 10:00 Your Clinic <clinic@clinic.example> ha scritto:\n\n> Lunedì?",
        ["Va bene."],
        "Lunedì?",
    ),
    "Gmail, Portuguese": (
        "Pode ser.\n\nEm seg., 2 de nov. de 2026 às 10:00, Your Clinic <clinic@clinic.example>\nescreveu:\n\n> Segunda?",
        ["Pode ser."],
        "Segunda?",
    ),
    "Gmail, Dutch": (
        "Goed.\n\nOp ma 2 nov 2026 om 10:00 schreef Your Clinic <clinic@clinic.example>:\n\n> Maandag?",
        ["Goed."],
        "Maandag?",
    ),
    "Gmail, Polish": (
        "Dobrze.\n\npon., 2 lis 2026 o 10:00 Your Clinic <clinic@clinic.example> napisał(a):\n\n> Poniedziałek?",
        ["Dobrze."],
        "Poniedziałek?",
    ),
    "Gmail, Russian": (
        "Хорошо.\n\nпн, 2 нояб. 2026 г. в 10:00, Your Clinic <clinic@clinic.example>:\n\n> Понедельник?",
        ["Хорошо."],
        "Понедельник?",
    ),
    "Gmail, Japanese": (
        "月曜日でお願いします。\n\n2026年11月2日(月) 10:00 Your Clinic <clinic@clinic.example>:\n\n> 月曜日はいかがですか。\n",
        ["月曜日でお願いします。"],
        "いかがですか",
    ),
    "Apple Mail, Japanese": (
        "お願いします。\n\n2026/11/02 10:00、Your Clinic <clinic@clinic.example>のメール:\n\n月曜日はいかがですか。",
        ["お願いします。"],
        "いかがですか",
    ),
    "Gmail, Chinese": (
        "可以。\n\nYour Clinic <clinic@clinic.example> 于2026年11月2日周一 10:00写道：\n\n> 周一可以吗？",
        ["可以。"],
        "周一可以吗",
    ),
    "Gmail, Korean": (
        "좋아요.\n\n2026년 11월 2일 (월) 오전 10:00, Your Clinic <clinic@clinic.example>님이 작성:\n\n> 월요일?",
        ["좋아요."],
        "월요일?",
    ),
    "Gmail, Hindi": (
        "ठीक है.\n\nसोम, 2 नव॰ 2026 को 10:00 पूर्वाह्न बजे को Your Clinic <clinic@clinic.example> ने लिखा:\n\n> सोमवार?",
        ["ठीक है."],
        "सोमवार?",
    ),
    "Yahoo": (
        "Monday is fine.\n\nOn Monday, November 2, 2026 at 10:00:00 AM EST, Your Clinic <clinic@clinic.example> wrote:\n\n"
        "Does Monday suit you?",
        ["Monday is fine."],
        "Does Monday suit you?",
    ),
    "Outlook": (
        "Monday is fine.\n\n________________________________\nFrom: Your Clinic <clinic@clinic.example>\n"
        "Sent: Monday, November 2, 2026 10:00 AM\nTo: Ada\nSubject: An appointment\n\nDoes Monday suit you?",
        ["Monday is fine."],
        "Does Monday suit you?",
    ),
    "Outlook, German": (
        "Passt.\n\nVon: Your Clinic <clinic@clinic.example>\nGesendet: Montag, 2. November 2026 10:00\nAn: Ada\n"
        "Betreff: Termin\n\nPasst Montag?",
        ["Passt."],
        "Passt Montag?",
    ),
    "Outlook, French": (
        "Parfait.\n\nDe : Your Clinic <clinic@clinic.example>\nEnvoyé : lundi 2 novembre 2026 10:00\nÀ : Ada\n\nLundi ?",
        ["Parfait."],
        "Lundi ?",
    ),
    "Outlook, Spanish": (
        "Bien.\n\nDe: Your Clinic <clinic@clinic.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:00\nPara: Ada\n\n¿Lunes?",
        ["Bien."],
        "¿Lunes?",
    ),
    "Outlook, Japanese": (
        "お願いします。\n\n差出人: Your Clinic <clinic@clinic.example>\n送信日時: 2026年11月2日 10:00\n宛先: Ada\n\n月曜日は？",
        ["お願いします。"],
        "月曜日は？",
    ),
    "Original Message": (
        "Fine.\n\n-----Original Message-----\nFrom: Your Clinic\nSent: Monday\n\nDoes it suit?",
        ["Fine."],
        "Does it suit?",
    ),
    "Ursprüngliche Nachricht": ("Gut.\n\n-----Ursprüngliche Nachricht-----\nPasst es?", ["Gut."], "Passt es?"),
    "Message d'origine": ("Bon.\n\n-----Message d'origine-----\nÇa va ?", ["Bon."], "Ça va ?"),
    "Mensaje original": ("Bien.\n\n----- Mensaje original -----\n¿Va bien?", ["Bien."], "¿Va bien?"),
    "Forwarded": ("See below.\n\n---------- Forwarded message ---------\nFrom: Dr. Roe\n\nMRI", ["See below."], "MRI"),
    "an answer below a quoted attribution": (
        "> On Nov 2, 2026, at 10:00, Your Clinic <clinic@clinic.example> wrote:\n> Where?\nMy answer:\nthe hip\n",
        ["My answer:\nthe hip"],
        "Where?",
    ),
    "answers between quoted lines": (
        "> Monday?\nYes.\n> At ten?\nNo, at eleven.\n",
        ["Yes.", "No, at eleven."],
        "At ten?",
    ),
}
UNQUOTED = [
    "Monday suits me. My doctor told me at 10:30 what she\nwrote:\nrest",
    "From: my knee\nto my hip it hurts.",
    "I have these questions:\n1. Where to park?",
    "On Monday I fell:\nit hurts since.",
    "My times:\nMonday 10:30\nTuesday 11:00",
    "Ada\nEmail: ada@example.com\nTel: 555 123 2026",
    "Hello,\nI saw Dr. Roe <roe@x.example> on 11/2/2026 at 10:30.\n\nWhat she said:\nrest",
    "Hello,\nI could come on 11/2/2026 at 10:30 or as follows:\nTuesday",
    "Hello,\nplease write to my wife <wife@x.example> too. She asks:\nWhere to park?",
    "Hello,\nMonday: 10:30\nTuesday: 11:00\nWhat suits you?",
    "Thank you.\nOn Nov 2, 2026, at 10:00, Clinic wrote:",
    "a\n\n-----\n\nb",
    "",
]
CITE = "<p>Does Monday suit you?</p>"
HTML = {
    "Gmail": (
        '<div dir="ltr">Monday suits me &amp; Zo&eacute;.</div><br><div class="gmail_quote"><div class="gmail_attr">'
        "On Mon, Nov 2, 2026 at 10:00 AM Your Clinic &lt;<a href='mailto:c@x.example'>c@x.example</a>&gt; wrote:<br></div>"
        f'<blockquote class="gmail_quote" style="margin:0">{CITE}</blockquote></div>'
    ),
    "Outlook desktop": (
        "<html><head><title>Re</title><style>p{margin:0}</style></head><body><div><p class=MsoNormal>Monday suits me &amp; "
        "Zo&eacute;.<o:p></o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Your Clinic "
        "&lt;c@x.example&gt; <br><b>Sent:</b> Monday, November 2, 2026 10:00 AM<br><b>To:</b> Ada<br></p></div>"
        f"{CITE}</div></body></html>"
    ),
    "Outlook on the web": (
        '<div>Monday suits me &amp; Zo&eacute;.</div><div id="appendonsend"></div><hr style="display:inline-block">'
        '<div id="divRplyFwdMsg"><font><b>From:</b> Your Clinic &lt;c@x.example&gt;<br><b>Sent:</b> Monday<br></font></div>'
        f"<div>{CITE}</div>"
    ),
    "Apple Mail": (
        "<body>Monday suits me &amp; Zo&eacute;.<br><div><br><blockquote type='cite'><div>On Nov 2, 2026, at 10:00, Clinic "
        f"&lt;c@x.example&gt; wrote:</div><br><div>{CITE}</div></blockquote></div></body>"
    ),
    "Yahoo": (
        '<div>Monday suits me &amp; Zo&eacute;.</div><div id="yahoo_quoted_1"><div>On Monday, November 2, 2026 at 10:00 AM, '
        f"Clinic &lt;c@x.example&gt; wrote:</div><div>{CITE}</div></div>"
    ),
    "Thunderbird": (
        '<p>Monday suits me &amp; Zo&eacute;.</p><div class="moz-cite-prefix">On 11/2/26 10:00, Your Clinic wrote:<br></div>'
        f'<blockquote type="cite" cite="mid:1@x">{CITE}</blockquote>'
    ),
}
