"""Signing up, in and out, and account settings."""

from flask import Blueprint, Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from pog.accounts import services, visitors
from pog.accounts.events import SignedIn
from pog.accounts.forms import PasswordForm, SettingsForm, SignInForm, SignUpForm
from pog.accounts.models import Person
from pog.core.errors import Refusal
from pog.core.i18n import _, get_locale
from pog.core.work import publish
from pog.web.doors import actor, public, signed_in
from pog.web.languages import choose_language
from pog.web.limits import count_failure, refuse_after_failures
from pog.web.pages import explain, go_to, notice, own_path, page

blueprint = Blueprint("accounts", __name__)


def install(app: Flask) -> None:
    visitors.install(app)


def welcome(person: Person) -> ResponseReturnValue:
    """Sign the browser in and go where its person wanted to be; a guest's seats come along."""
    guest = actor().sign_in_id
    visitors.let_in(person)
    publish(SignedIn(person_id=person.id, guest_sign_in_id=guest))
    return go_to(own_path(request.values.get("after")) or url_for("organizations.index"))


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    return page("accounts/sign_in.html", form=SignInForm(), after=request.args.get("after"))


@blueprint.post("/sign-in")
@public
def check_sign_in() -> ResponseReturnValue:
    form = SignInForm()
    try:
        if form.validate():
            email = str(form.email.data)
            refuse_after_failures("sign-in", email.lower())
            try:
                return welcome(services.check_credentials(email, str(form.password.data)))
            except Refusal:
                count_failure("sign-in", email.lower())
                raise
    except Refusal as refusal:
        explain(form, refusal)
    after = request.form.get("after")
    return page("accounts/sign_in.html", status=422, form=form, after=after)


@blueprint.get("/sign-up")
@public
def sign_up() -> ResponseReturnValue:
    return page("accounts/sign_up.html", form=SignUpForm(), after=request.args.get("after"))


@blueprint.post("/sign-up")
@public
def create_account() -> ResponseReturnValue:
    form = SignUpForm()
    try:
        if form.validate():
            person = services.create_person(
                email=str(form.email.data),
                name=str(form.name.data),
                password=str(form.password.data),
                language=str(get_locale()),
            )
            return welcome(person)
    except Refusal as refusal:
        explain(form, refusal)
    after = request.form.get("after")
    return page("accounts/sign_up.html", status=422, form=form, after=after)


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if isinstance(current_user._get_current_object(), visitors.Visitor):
        services.end_sign_in(current_user.sign_in)
        logout_user()
        notice(_("You are signed out."))
    return go_to(url_for("start.home"))


def settings_page(
    settings: SettingsForm, password: PasswordForm, status: int = 200
) -> ResponseReturnValue:
    return page("accounts/settings.html", status=status, form=settings, password_form=password)


@blueprint.get("/account")
@signed_in
def settings() -> ResponseReturnValue:
    return settings_page(SettingsForm(obj=current_user.person), PasswordForm(prefix="password"))


@blueprint.post("/account")
@signed_in
def change_settings() -> ResponseReturnValue:
    form = SettingsForm()
    if not form.validate():
        return settings_page(form, PasswordForm(prefix="password"), 422)
    current_user.person.name = form.name.data
    current_user.person.language = form.language.data
    choose_language(str(form.language.data))
    notice(_("Your settings are saved."))
    return go_to(url_for("accounts.settings"))


@blueprint.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    form = PasswordForm(prefix="password")
    person = current_user.person
    try:
        if form.validate():
            refuse_after_failures("password", str(person.id))
            try:
                services.check_credentials(person.email, str(form.current.data))
            except Refusal:
                count_failure("password", str(person.id))
                raise Refusal(_("This is not your current password."), field="current") from None
            services.set_password(person, str(form.password.data))
            visitors.let_in(person)
            notice(_("Your password is changed. Other browsers are signed out."))
            return go_to(url_for("accounts.settings"))
    except Refusal as refusal:
        explain(form, refusal)
    return settings_page(SettingsForm(obj=person), form, 422)
