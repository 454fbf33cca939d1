"""A room in three browsers: a teacher's and two phones'."""

import re

import pytest

from tests.browser.test_accessibility import faults as faults_of_app
from tests.server import browsing, expect, serving, settle

pytestmark = pytest.mark.browser


def faults(page) -> list[str]:
    """What axe finds on a page: rule and element."""
    found = pytest.importorskip("axe_playwright_python.sync_playwright").Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def opened(teacher, address: str):
    """Open a room on a lesson with two clicks; the address of the room for phones."""
    teacher.goto(address)
    teacher.get_by_role("button", name="In class").click()
    teacher.get_by_role("button", name="Open a room").click()
    link = teacher.locator(".room-address")
    link.wait_for()
    return link.get_attribute("href")


def test_two_phones_vote_and_see_which_was_right_while_the_teacher_closes_the_tab_and_comes_back(url):
    with (
        browsing(locale="en-US") as teacher,
        browsing(locale="en-US", **PHONE) as one,
        browsing(locale="ko-KR", color_scheme="dark", **PHONE) as two,
    ):
        room = opened(teacher, f"{url}/lessons?lesson=same-lr")
        assert re.fullmatch(rf"{url}/room/[A-Z]{{4}}", room)
        assert teacher.locator(".room-panel img").get_attribute("src").startswith("data:image/svg+xml")
        expect(teacher.get_by_role("button", name="Run it and check")).to_have_count(0)

        one.goto(room)
        two.goto(room.lower())
        one.get_by_role("button", name="SGD with momentum 0.9.").click()
        one.get_by_text("Your vote is counted.").wait_for()
        two.get_by_role("heading", name="학습률이 같다고 공정한 경주는 아닙니다").wait_for()
        two.get_by_role("button", name="Adam", exact=True).click()
        two.get_by_text("투표가 반영되었습니다.").wait_for()
        expect(teacher.locator(".room-count")).to_have_text("Votes: 2")
        assert (faults(one), faults(two), faults_of_app(teacher)) == ([], [], [])
        assert teacher.locator(".room-bars").count() == 0
        assert teacher.locator("[data-testid=race]").count() == 0

        context = teacher.context
        teacher.close()
        again = context.new_page()
        again.goto(f"{url}/lessons")
        expect(again.locator(".room-count")).to_have_text("Votes: 2")
        again.get_by_role("heading", name="Equal learning rates do not make a fair race").wait_for()

        two.context.set_offline(True)
        two.get_by_text("연결이 끊겼습니다.").wait_for()
        settle(again)
        again.keyboard.press("a")
        again.locator("[data-testid=race][data-drawn]").wait_for()
        expect(again.locator(".room-bars li.right")).to_contain_text("1 · 50%")
        one.get_by_text("Right: SGD with momentum 0.9.").wait_for()
        two.context.set_offline(False)
        two.get_by_text("다릅니다. 정답: 모멘텀 0.9인 SGD").wait_for()
        expect(two.locator(".room-lost")).to_have_text("")
        assert (faults(one), faults(two), faults_of_app(again)) == ([], [], [])

        settle(again)
        again.keyboard.press("z")
        one.get_by_text("Choose your answer.").wait_for()
        expect(again.locator(".room-count")).to_have_text("Votes: 0")
        settle(again)
        again.keyboard.press("n")
        two.get_by_role("heading", name="학습률이 같다고 공정한 경주는 아닙니다").wait_for(state="detached")
        settle(again)
        again.get_by_role("button", name="End the room").click()
        again.get_by_role("button", name="Yes, end it").click()
        one.get_by_text("This room has ended.").wait_for()
        again.get_by_role("button", name="Run it and check").wait_for()
        assert [error for error in one.errors if "410 (Gone)" not in error] == []


def test_a_number_is_voted_on_and_a_wrong_room_says_so_below_a_path():
    with serving(base="/optim", OPTIM_WORKERS="0") as url, browsing(locale="en-US") as teacher:
        room = opened(teacher, f"{url}/lessons?lesson=gradient-step")
        assert room.startswith(f"{url}/room/")
        with browsing(locale="en-US", **PHONE) as phone:
            phone.goto(room)
            number = phone.get_by_label("Your number")
            for answer, said in (
                ("four", "This is not a number that can be counted."),
                ("4,0", "Your vote is counted."),
            ):
                number.fill(answer)
                phone.get_by_role("button", name="Vote").click()
                phone.get_by_text(said).wait_for()
            expect(teacher.locator(".room-count")).to_have_text("Votes: 1")
            teacher.get_by_role("button", name="Show the answer").click()
            phone.get_by_text("Right: 4.").wait_for()
            phone.goto(f"{url}/room/AAAA")
            phone.get_by_text("There is no room with this code.").wait_for()
            assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_tabs_of_a_teacher_show_one_room_and_a_vote_that_comes_late_says_so(url):
    with browsing(locale="en-US") as one, browsing(locale="en-US", **PHONE) as phone:
        two = one.context.new_page()
        two.goto(f"{url}/lessons?lesson=stability")
        two.get_by_role("button", name="In class").wait_for()
        room = opened(one, f"{url}/lessons?lesson=same-lr")
        assert two.locator(".room-address").get_attribute("href") == room

        phone.goto(room)
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Adam", exact=False).first.click()
        settle(two)
        two.keyboard.press("a")
        expect(one.locator(".room-bars li")).to_have_count(4)
        expect(one.get_by_role("button", name="Show the answer")).to_be_disabled()
        phone.context.set_offline(False)
        late = phone.get_by_text("Your vote came after the answer was shown")
        late.wait_for()
        phone.get_by_text("You did not vote.").wait_for()
        phone.wait_for_timeout(5_000)  # two further answers of the room
        assert late.count() == 1
        assert phone.locator(".room-option").count() == 0

        settle(two)
        two.keyboard.press("n")
        one.get_by_text("Another tab moved the room.").wait_for()
        expect(one.get_by_role("heading", level=1)).to_have_text(two.get_by_role("heading", level=1).inner_text())
        two.get_by_role("button", name="End the room").click()
        two.get_by_role("button", name="Yes, end it").click()
        one.get_by_text("The room has ended.").wait_for()
        one.get_by_role("button", name="Run it and check").wait_for()
        assert one.locator(".room-panel img").count() == 0
