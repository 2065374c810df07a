"""Traditional characters and pinyin: what search and the duplicate guard take for the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pinyin import name_syllables, singles, surname, syllables, toneless, words
from services.simplified import data, simplified

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=12)


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [
        ("西湖茶業有限責任公司", "西湖茶业有限责任公司"),
        ("廈門國際銀行", "厦门国际银行"),
        ("乾燥機械", "干燥机械"),
        ("Acme 臺灣", "Acme 台湾"),
        ("13800138000", "13800138000"),
    ],
)
def test_traditional_and_simplified_spellings_are_one(traditional, plain):
    assert simplified(traditional) == plain


@given(HAN)
def test_what_is_simplified_stays_so_character_by_character(text):
    assert simplified(simplified(text)) == simplified(text)
    assert len(simplified(text)) == len(text)
    assert [simplified(char) for char in text] == list(simplified(text))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("西湖茶行", "xi hu cha hang"),
        ("重庆银行", "chong qing yin hang"),
        ("成都音乐", "cheng du yin yue"),
        ("長春旅行社", "chang chun lv xing she"),
        ("绿地", "lv di"),
        ("A座1", "A zuo 1"),
        ("", ""),
    ],
)
def test_a_text_is_read_word_by_word(text, read):
    assert " ".join(syllables(text)) == read


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单晓", "shan xiao"), ("曾国藩", "zeng guo fan"), ("解缙", "xie jin"),
        ("仇英", "qiu ying"), ("查良镛", "zha liang yong"), ("区小姐", "ou xiao jie"),
        ("盖聂", "ge nie"), ("尉迟恭", "yu chi gong"), ("單曉", "shan xiao"),
        ("欧阳锋", "ou yang feng"), ("万俟卨", "mo qi xie"), ("吕布", "lv bu"),
        ("任盈盈", "ren ying ying"), ("乐毅", "yue yi"), ("朴树", "piao shu"),
    ],
)  # fmt: skip
def test_a_surname_has_a_reading_of_its_own(name, read):
    assert " ".join(name_syllables(name)) == read


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("欧阳锋", "欧阳"),
        ("歐陽鋒", "欧阳"),
        ("王芳", "王"),
        ("欧阳", "欧"),
        ("Ann", ""),
        ("西湖茶业公司", ""),
    ],
)
def test_who_has_a_surname(name, first):
    assert surname(name) == first


@given(HAN)
def test_every_character_has_one_syllable(text):
    assert len(syllables(text)) == len(text)


def test_the_words_that_are_kept_are_those_of_the_package():
    text = data("pypinyin", "pypinyin/phrases_dict.json").read_text(encoding="utf-8")
    every = {
        word: tuple(toneless(one[0]) for one in read)
        for word, read in json.loads(text).items()
        if 1 < len(word) <= 4 and len(word) == len(read) == sum(map(len, read))
    }
    told = {word for word in every if tuple(singles().get(char) for char in word) != every[word]}

    assert words() == {word: every[word] for word in told}
    assert len(told) > 3_000
