package dev.lvs.agent.probe.dns;

/** The types of records that are asked for (IANA, DNS parameters). */
public enum DnsType {
  A(1),
  NS(2),
  CNAME(5),
  SOA(6),
  PTR(12),
  MX(15),
  TXT(16),
  AAAA(28),
  SRV(33),
  RRSIG(46),
  DNSKEY(48),
  ANY(255);

  private final int number;

  DnsType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
