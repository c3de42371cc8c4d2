package dev.lvs.agent.kernel.nft;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Text of the agent's nftables table as nft reads it, on one line. */
public final class RulesText {
  private static final String TABLE = "table inet " + PacketRules.TABLE;

  private RulesText() {}

  /** {@code nft 'add table ...; delete table ...; table inet lvs-operator { ... }'}. */
  public static String replace(PacketRules rules) {
    List<String> sets = new ArrayList<>();
    // chains in the order of their names, and in each first what is about IPv4
    SortedMap<String, List<String>> chains = new TreeMap<>();
    for (AddressFamily family : AddressFamily.values()) {
      boolean four = family == AddressFamily.IPV4;
      String digit = four ? "4" : "6";
      String ip = four ? "ip" : "ip6";
      String type = "type " + (four ? "ipv4_addr" : "ipv6_addr") + " . inet_proto . inet_service";
      String packet = ip + " daddr . meta l4proto . th dport";
      String connection =
          "ct original " + ip + " daddr . ct original protocol . ct original proto-dst";

      List<String> marks = new ArrayList<>();
      rules.marks().forEach((ports, mark) -> add(marks, family, ports, key(ports) + " : " + mark));
      if (!marks.isEmpty()) {
        sets.add(set("map marks" + digit, type + " : mark", marks));
        rule(
            chains,
            "marks",
            "filter hook input priority 97",
            "meta mark set " + packet + " map @marks" + digit);
      }
      List<String> untracked = new ArrayList<>();
      rules.untracked().forEach(ports -> add(untracked, family, ports, key(ports)));
      if (!untracked.isEmpty()) {
        sets.add(set("set untracked" + digit, type, untracked));
        rule(
            chains,
            "untracked",
            "filter hook prerouting priority -300",
            packet + " @untracked" + digit + " notrack");
      }
      List<String> openings = new ArrayList<>();
      List<String> kept = new ArrayList<>();
      for (VipPorts ports : rules.oneWay()) {
        add(kept, family, ports, key(ports));
        if (ports.protocol().equals(Protocol.TCP)) {
          add(openings, family, ports, key(ports));
        }
      }
      if (!openings.isEmpty()) {
        sets.add(set("set openings" + digit, type, openings));
        rule(
            chains,
            "openings",
            "filter hook prerouting priority -300",
            "tcp flags & (syn | ack) == syn "
                + packet
                + " @openings"
                + digit
                + " ct zone set 19542");
      }
      if (!kept.isEmpty()) {
        sets.add(set("set kept" + digit, type, kept));
        rule(
            chains,
            "kept",
            "nat hook postrouting priority 99",
            "%s @kept%s snat %s to ct original %s saddr".formatted(connection, digit, ip, ip));
      }
      List<String> sources = new ArrayList<>();
      List<String> clients = new ArrayList<>();
      List<String> masquerade = new ArrayList<>();
      rules
          .sources()
          .forEach(
              (ports, source) -> {
                switch (source) {
                  case SourceAddresses.Local local ->
                      spread(local)
                          .forEach(
                              (hashes, address) ->
                                  add(
                                      local.byClient() ? clients : sources,
                                      family,
                                      ports,
                                      key(ports) + " . " + hashes + " : " + address));
                  case SourceAddresses.Masquerade() -> add(masquerade, family, ports, key(ports));
                }
              });
      String client = "ct original " + ip + " saddr";
      String local = type + " . inet_service : " + (four ? "ipv4_addr" : "ipv6_addr");
      for (var part : List.of(Map.entry("sources", sources), Map.entry("clients", clients))) {
        if (!part.getValue().isEmpty()) {
          String of = part.getKey().equals("sources") ? " . ct original proto-src" : "";
          sets.add(set("map " + part.getKey() + digit, local, part.getValue()));
          rule(
              chains,
              "sources",
              "nat hook postrouting priority 100",
              "snat %s to %s . jhash %s%s mod 4294967295 seed 1 map @%s%s"
                  .formatted(ip, connection, client, of, part.getKey(), digit));
        }
      }
      if (!masquerade.isEmpty()) {
        sets.add(set("set masquerade" + digit, type, masquerade));
        rule(
            chains,
            "sources",
            "nat hook postrouting priority 100",
            connection + " @masquerade" + digit + " masquerade");
      }
      List<String> segments = new ArrayList<>();
      rules
          .segmentSizes()
          .forEach((ports, size) -> add(segments, family, ports, key(ports) + " : " + size));
      if (!segments.isEmpty()) {
        String answer = ip + " saddr . meta l4proto . th sport";
        sets.add(
            set(
                "map segments" + digit,
                "typeof " + answer + " : tcp option maxseg size",
                segments));
        rule(
            chains,
            "segments",
            "filter hook postrouting priority 101",
            "tcp flags & syn == syn tcp option maxseg size set "
                + answer
                + " map @segments"
                + digit);
      }
    }
    StringBuilder text = new StringBuilder("nft 'add ").append(TABLE).append("; delete ");
    text.append(TABLE).append("; ").append(TABLE).append(" { ");
    sets.forEach(text::append);
    chains.forEach(
        (name, lines) ->
            text.append("chain ")
                .append(name)
                .append(" { ")
                .append(String.join("; ", lines))
                .append("; }; "));
    return text.append("}'").toString();
  }

  /** The upper halves of hashes that lead to each address, as {@code 0-32767}. */
  private static Map<String, IpAddress> spread(SourceAddresses.Local local) {
    Map<String, IpAddress> spread = new LinkedHashMap<>();
    int count = local.addresses().size();
    for (IpAddress address : local.addresses()) {
      int place = spread.size();
      spread.put(place * 65536 / count + "-" + ((place + 1) * 65536 / count - 1), address);
    }
    return spread;
  }

  private static void add(
      List<String> elements, AddressFamily family, VipPorts ports, String element) {
    if (ports.vip().family() == family) {
      elements.add(element);
    }
  }

  private static String key(VipPorts ports) {
    return ports.vip()
        + " . "
        + ports.protocol().toString().toLowerCase(Locale.ROOT)
        + " . "
        + ports.first()
        + (ports.last() == ports.first() ? "" : "-" + ports.last());
  }

  private static String set(String name, String type, List<String> elements) {
    return name
        + " { "
        + type
        + "; flags interval; elements = { "
        + String.join(", ", elements)
        + " }; }; ";
  }

  private static void rule(
      SortedMap<String, List<String>> chains, String chain, String hook, String rule) {
    chains.computeIfAbsent(chain, _ -> new ArrayList<>(List.of("type " + hook))).add(rule);
  }
}
