"""The Korean texts have one term for one thing: the variants in `FORBIDDEN` never appear."""

import re
from collections.abc import Iterator

import pytest

from optim_core.base.text import FOLDER, load
from optim_core.explain.lessons.course import FOLDER as LESSONS

CITED = r"(?! (?:&|et al)|, \d{4}|, [A-Z])"
FORBIDDEN = [
    ("경사 하강법", "경사하강법", "평범한 경사 하강법입니다"),
    ("무거운 공", "헤비볼", "모멘텀: 무거운 공"),
    ("날카로움", "첨예도", "날카로움 측정"),
    ("워밍업", "웜업", "학습률 워밍업도"),
    ("실효 학습률", "유효 학습률", "실효 학습률은 이전의"),
    ("갱신", "업데이트", "갱신의 크기"),
    ("훈련", "학습", "훈련 데이터 수"),
    ("첫 (?:가중치|벡터)", "초기 가중치, 초기 벡터", "첫 가중치를 뽑는 방식"),
    ("매개변수", "하이퍼파라미터, of a formula 파라미터", "나머지 매개변수"),
    (f"Nesterov{CITED}", "네스테로프", "Nesterov의 생각을 더한"),
    (f"Polyak{CITED}", "폴리악", "Polyak의 모멘텀을 쓴"),
    ("(?:Rosenbrock|Himmelblau|Booth|Schwefel|Beale) (?:함수|골짜기)", "Hangul names of surfaces", "Beale 함수에서"),
    ("스터디|스윕", "연구", "같은 튜닝 노력의 경주, 스터디는"),
    ("공정 비교|튜닝 노력", "공정한 경주", "지도와 공정 비교에서는"),
    ("튜닝", "조정", "같은 튜닝 노력"),
    ("마지막 손실", "최종 손실", "마지막 손실의 중앙값"),
    ("웅덩이", "분지", "웅덩이가 많고"),
    ("(?<![가-힣])망(?= |[이을의은과](?![가-힣]))", "신경망", "학습할 망이 늘어납니다"),
    ("예시", "데이터", "배치에 예시가"),
    ("둘레|주변", "주위", "최솟점 둘레에서"),
    ("까닭", "이유, 왜", "아닌 까닭은 무엇입니까"),
    ("간직", "유지, 저장", "일부를 간직하여"),
    ("[가-힣]세요|까요", "하십시오, 합니까", "25로 높이세요."),
    ("퍼센트", "%", "1 퍼센트씩 커져"),
    (r"[\d}] %", "no space before %", "{share} % 학습함"),
    ("(?<!배치 )정규화", "규제, 배치 정규화, 크기를 맞춘 스텝", "L2 정규화를 더한 것이다"),
    ("누구|누가|누구인", "어느 옵티마이저", "갈라지는 것은 누구입니까?"),
    (r"\} (?:이지만|입니다|대로|분의|배(?=[가를로는]| )|번째)", "no space after a placeholder", "{times} 배가 됩니다"),
    (r"\) (?:입니다|대로)", "no space after a formula", "1 / (1 − {momentum}) 입니다"),
    ("잡음의 바닥", "잡음 바닥", "이것이 잡음의 바닥입니다"),
    ("레이스", "경주", "링크에 담긴 레이스를"),
    ("(?<![가-힣])인자", "인수", "알 수 없는 인자"),
    ("그래프", "차트", "그래프에 나타낼 수 있는"),
    ("침묵", "그래디언트가 0이던 구간", "침묵 뒤의 스텝"),
    ("잔잔", "흔들림이 줄고", "경로가 잔잔해지고"),
    (r"(?<!\d)(?:십|백|천|만)분의", "10분의, 100분의", "lr의 십분의 일쯤입니다"),
    ("시간 초과|시간 제한", "시간이 다 됨", "시간 초과로 멈춤"),
    ("그려진 것은|누르면 됩|에 맞서 당", "calques", "그려진 것은 평면뿐입니다"),
]
"""Pattern of a variant, the term to use, and a text in which the variant stood."""


def texts() -> Iterator[tuple[str, str]]:
    """Every Korean text with its key, or with the file for a lesson."""
    yield from load("ko").entries.items()
    yield from ((str(path.relative_to(LESSONS)), path.read_text(encoding="utf-8")) for path in LESSONS.glob("*/ko.md"))


TEXTS = dict(texts())


def test_the_lessons_are_among_the_texts():
    assert sum(key.endswith("ko.md") for key in TEXTS) >= 25
    assert FOLDER.is_dir()


@pytest.mark.parametrize(("variant", "term", "old"), FORBIDDEN, ids=lambda value: value[:30])
def test_a_variant_of_a_term_never_appears(variant, term, old):
    assert re.search(variant, old), "the pattern finds the text that was mended"
    assert {key: text for key, text in TEXTS.items() if re.search(variant, text)} == {}, f"write {term}"


def test_sentences_are_in_the_formal_style():
    """Claims are quoted in the plain style; every other sentence ends in -습니다 or the like."""
    others = {key: text for key, text in TEXTS.items() if not (key.startswith("claim.") and key.endswith(".says"))}
    plain = re.compile("[했한는된였었았이]다(?=[.?]|$)")
    assert plain.search("모멘텀은 손해가 되지 않는다.")
    assert {key: plain.search(text).group() for key, text in others.items() if plain.search(text)} == {}


def misjoined(text: str) -> list[str]:
    """Syllables whose final consonant, or lack of one, does not go with the particle after them."""
    joined = re.findall(r"([가-힣])(을|를|으로)(?![가-힣])", text)
    finals = [(syllable + particle, particle, (ord(syllable) - ord("가")) % 28) for syllable, particle in joined]
    ieul = 8  # the final consonant after which 로 stands
    wrong = [
        (word, (particle == "를") == bool(final) or (particle, final) == ("으로", ieul))
        for word, particle, final in finals
    ]
    return [word for word, is_wrong in wrong if is_wrong]


def test_a_particle_goes_with_the_syllable_before_it():
    assert misjoined("업데이트을, 헤비볼를, 학습으로, 스텝을, 경로를") == ["트을", "볼를"]
    assert {key: misjoined(text) for key, text in TEXTS.items() if misjoined(text)} == {}
