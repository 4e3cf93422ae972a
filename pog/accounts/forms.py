"""What people type to sign up and in."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from pog.accounts.services import SHORTEST_PASSWORD
from pog.core.i18n import LANGUAGES, _l
from pog.core.markup import clean_line

ADDRESS = [
    InputRequired(_l("Enter your e-mail address.")),
    Length(max=254, message=_l("An e-mail address has at most 254 characters.")),
]


class SignInForm(FlaskForm):
    email = EmailField(_l("E-mail address"), ADDRESS)
    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Enter your password.")),
            Length(max=1000, message=_l("This password is too long.")),
        ],
    )


class NameForm(FlaskForm):
    name = StringField(
        _l("Your name"),
        [
            DataRequired(_l("Enter your name.")),
            Length(max=80, message=_l("Use at most 80 characters for your name.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )


class SignUpForm(NameForm):
    email = EmailField(
        _l("E-mail address"),
        [
            *ADDRESS,
            Regexp(
                r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$",
                message=_l("Enter an e-mail address like name@example.org."),
            ),
        ],
    )
    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Choose a password.")),
            Length(
                min=SHORTEST_PASSWORD,
                max=1000,
                message=_l("Use at least 12 characters for the password."),
            ),
        ],
    )


class SettingsForm(NameForm):
    language = RadioField(_l("Language"), choices=list(LANGUAGES.items()))


class PasswordForm(FlaskForm):
    current = PasswordField(_l("Current password"), [InputRequired(_l("Enter your password."))])
    password = PasswordField(
        _l("New password"),
        [
            InputRequired(_l("Choose a password.")),
            Length(
                min=SHORTEST_PASSWORD,
                max=1000,
                message=_l("Use at least 12 characters for the password."),
            ),
        ],
    )
