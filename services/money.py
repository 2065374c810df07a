"""Money as somebody types it: an exact decimal amount in a currency of ISO 4217."""

import re
from typing import Any

CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD
XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(CODES.split())
AMOUNT = re.compile(r"0*(\d{1,15}(?:\.\d{1,4})?)", re.ASCII)


def parsed(raw: Any) -> tuple[str, str]:
    """Of `{"amount": "1234.50", "currency": "CNY"}` both; ValueError for anything else."""
    if not isinstance(raw, dict) or raw.keys() != {"amount", "currency"}:
        raise ValueError('must be {"amount": "1234.50", "currency": "CNY"}')
    amount, currency = raw["amount"], raw["currency"]
    found = AMOUNT.fullmatch(amount) if isinstance(amount, str) else None
    if not found:
        raise ValueError("the amount must be a decimal text from 0, with at most 4 decimals")
    if not isinstance(currency, str) or currency not in CURRENCIES:
        raise ValueError("the currency must be a code of ISO 4217, as CNY")
    return found[1], currency
