"""How a message leaves: e-mail, WeCom, DingTalk, Feishu, webhook and in-app."""
