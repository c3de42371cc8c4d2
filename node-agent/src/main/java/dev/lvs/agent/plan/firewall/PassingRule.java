package dev.lvs.agent.plan.firewall;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Tool;
import dev.lvs.agent.model.Packets;
import dev.lvs.agent.model.Packets.PortSpan;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import java.util.Locale;

/** Command that makes a chain accept packets, in the syntax of the program that manages it. */
final class PassingRule {
  private PassingRule() {}

  static String of(FilterChain chain, Packets packets) {
    return chain.tool() == Tool.NFT
        ? "nft insert rule " + chain.title() + nft(packets) + " accept"
        : legacy(chain) + iptables(packets) + " -j ACCEPT";
  }

  static String ofMark(FilterChain chain, long mark) {
    return chain.tool() == Tool.NFT
        ? "nft insert rule " + chain.title() + " meta mark " + mark + " accept"
        : legacy(chain) + " -m mark --mark " + mark + " -j ACCEPT";
  }

  private static String legacy(FilterChain chain) {
    return chain.tool().command() + " -t " + chain.table() + " -I " + chain.name();
  }

  private static String nft(Packets packets) {
    StringBuilder rule = new StringBuilder();
    packets.source().ifPresent(from -> rule.append(address(from, " saddr ")));
    packets.destination().ifPresent(to -> rule.append(address(to, " daddr ")));
    packets
        .protocol()
        .map(PassingRule::word)
        .ifPresent(
            protocol -> {
              port(rule, " " + protocol + " sport ", packets.sourcePorts());
              port(rule, " " + protocol + " dport ", packets.destinationPorts());
            });
    return rule.toString();
  }

  private static String iptables(Packets packets) {
    StringBuilder rule = new StringBuilder();
    packets.source().ifPresent(from -> rule.append(" -s ").append(from));
    packets.destination().ifPresent(to -> rule.append(" -d ").append(to));
    if (!packets.sourcePorts().equals(PortSpan.ANY)
        || !packets.destinationPorts().equals(PortSpan.ANY)) {
      packets.protocol().ifPresent(protocol -> rule.append(" -p ").append(word(protocol)));
      port(rule, " --sport ", packets.sourcePorts());
      port(rule, " --dport ", packets.destinationPorts());
    }
    return rule.toString();
  }

  private static void port(StringBuilder rule, String word, PortSpan ports) {
    if (!ports.equals(PortSpan.ANY)) {
      rule.append(word).append(ports.first());
    }
  }

  private static String address(AddressRange range, String side) {
    return (range.first().family() == AddressFamily.IPV6 ? " ip6" : " ip") + side + range;
  }

  private static String word(Protocol protocol) {
    return protocol.toString().toLowerCase(Locale.ROOT);
  }
}
