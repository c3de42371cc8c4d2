package dev.lvs.api.v1alpha1;

/** The types of DNS records that a health check may ask for. */
public enum DnsRecordType {
  A,
  AAAA,
  NS,
  CNAME,
  SOA,
  MX,
  TXT,
  PTR,
  SRV,
  RRSIG,
  DNSKEY
}
