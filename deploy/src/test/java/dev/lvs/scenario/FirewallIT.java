package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.report.Shortfalls;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directors and real servers behind firewalls that drop what no rule accepts. */
@Tag("kernel")
class FirewallIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Each with whether it lets requests pass. */
  private static final List<String> RULES_OF_NFT =
      List.of(
          "+ ip daddr 10.1.210.58 tcp dport 80 accept",
          "+ ip daddr 10.1.210.0/25 tcp dport 79-81 counter accept",
          "+ meta l4proto tcp accept",
          "- ip daddr 10.1.210.0/28 tcp dport 80 accept",
          "- ip daddr 10.1.210.58 udp dport 80 accept",
          "- ip daddr 10.1.210.58 tcp dport 80 drop",
          "- ip daddr != 10.1.210.58 accept",
          "- meta nfproto ipv6 accept",
          "- iifname e9 ip daddr 10.1.210.58 accept");

  private static final List<String> RULES_OF_IPTABLES =
      List.of(
          "+ -d 10.1.210.58 -p tcp --dport 80 -j ACCEPT",
          "+ -d 10.1.210.0/25 -p tcp --dport 79:81 -m comment --comment web -j ACCEPT",
          "+ -p tcp -j ACCEPT",
          "- -d 10.1.210.0/28 -p tcp --dport 80 -j ACCEPT",
          "- -d 10.1.210.58 -p udp --dport 80 -j ACCEPT",
          "- -d 10.1.210.58 -p tcp --dport 80 -j DROP",
          "- ! -d 10.1.210.58 -j ACCEPT",
          "- -i e9 -d 10.1.210.58 -j ACCEPT");

  @Test
  @Row("firewall-policy")
  void aClosedForwardChainIsToldWhereNatNeedsIt() {
    try (Scenario nat = new Scenario(Topology.nat(2), "nat")) {
      Host director = nat.director();
      assertThat(nat.client().get(HTTP, 2)).hasToString("web-1=1 web-2=1");
      policy(director, "forward", "drop");
      assertThat(nat.client().get(HTTP, 1)).hasToString("TIMEOUT");

      nat.agents().manifests().replace("real-servers.yaml", "weight: 1", "weight: 2");
      await().atMost(PATIENCE).until(() -> !told(nat.agents()).isEmpty());

      assertThat(
              Shortfalls.of(
                  nat.agents().round(Topology.DIRECTOR).plan(),
                  nat.agents().round(Topology.DIRECTOR).before().desired(),
                  nat.agents().round(Topology.DIRECTOR).before().diff()))
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.source()).hasToString("VirtualService shop/web");
                assertThat(one.reason()).isEqualTo("Dropped");
              });
      assertThat(told(nat.agents()))
          .containsExactly(
              "Chain inet site forward (hook forward, priority 0) drops what none of its rules"
                  + " accepts. Answers of NAT and FULLNAT are forwarded through it, and it has no"
                  + " rules: none of them pass. Let them pass, e.g. nft insert rule inet site"
                  + " forward ip saddr 192.0.2.21 tcp sport 8080 accept.");

      director.run("nft", "insert rule inet site forward ct state established accept");
      nat.edit("real-servers.yaml", "weight: 2", "weight: 1");
      assertThat(told(nat.agents()))
          .as("what such a rule accepts is not known")
          .singleElement()
          .asString()
          .contains("what the others accept is not known");

      director.run("nft", "insert rule inet site forward ip saddr 192.0.2.0/24 accept");
      nat.edit("real-servers.yaml", "weight: 1", "weight: 2");
      assertThat(nat.client().get(HTTP, 2).areComplete()).isTrue();
      assertThat(told(nat.agents())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "iptables-legacy"})
  @Row("firewall-policy")
  void whatARuleOfAddressesAcceptsIsKnown(String tool) {
    boolean nft = tool.equals("nft");
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      Host director = dr.director();
      if (nft) {
        policy(director, "input", "drop");
      } else {
        legacy(director, "-P", "INPUT", "DROP");
      }
      int weight = 1;
      for (String rule : nft ? RULES_OF_NFT : RULES_OF_IPTABLES) {
        boolean passes = rule.startsWith("+");
        if (nft) {
          director.run("nft", "add rule inet site input " + rule.substring(2));
        } else {
          legacy(director, ("-A INPUT " + rule.substring(2)).split(" "));
        }

        assertThat(dr.client().get(HTTP, 1).areComplete()).as(rule).isEqualTo(passes);
        dr.edit("real-servers.yaml", "weight: " + weight, "weight: " + (weight + 1));
        assertThat(told(dr.agents()).isEmpty()).as(rule).isEqualTo(passes);

        director.run(
            nft
                ? new String[] {"nft", "flush chain inet site input"}
                : new String[] {"iptables-legacy", "-F", "INPUT"});
        weight++;
      }
    }
  }

  @Test
  @Row("firewall-policy")
  void aClosedChainOfIptablesLegacyIsTold() {
    try (Scenario nat = new Scenario(Topology.nat(2), "nat")) {
      Host director = nat.director();
      legacy(director, "-P", "FORWARD", "DROP");
      assertThat(nat.client().get(HTTP, 1)).hasToString("TIMEOUT");

      nat.agents().manifests().replace("real-servers.yaml", "weight: 1", "weight: 2");
      await().atMost(PATIENCE).until(() -> !told(nat.agents()).isEmpty());

      assertThat(told(nat.agents()))
          .containsExactly(
              "Chain iptables-legacy -t filter FORWARD (hook forward, priority 0) drops what none"
                  + " of its rules accepts. Answers of NAT and FULLNAT are forwarded through it,"
                  + " and it has no rules: none of them pass. Let them pass, e.g. iptables-legacy"
                  + " -t filter -I FORWARD -s 192.0.2.21 -p tcp --sport 8080 -j ACCEPT.");
      assertThat(
              Shortfalls.of(
                  nat.agents().round(Topology.DIRECTOR).plan(),
                  nat.agents().round(Topology.DIRECTOR).before().desired(),
                  nat.agents().round(Topology.DIRECTOR).before().diff()))
          .singleElement()
          .satisfies(one -> assertThat(one.reason()).isEqualTo("Dropped"));

      for (String server : List.of("192.0.2.21", "192.0.2.22")) {
        legacy(
            director,
            ("-t filter -I FORWARD -s " + server + " -p tcp --sport 8080 -j ACCEPT").split(" "));
      }
      nat.edit("real-servers.yaml", "weight: 2", "weight: 1");
      assertThat(nat.client().get(HTTP, 2).areComplete()).isTrue();
      assertThat(told(nat.agents())).isEmpty();
    }
  }

  @Test
  @Row("firewall-policy")
  void whatDirectRoutingDoesNotPassIsNotTold() {
    try (Lab lab = Lab.of(Topology.direct());
        EditableManifests manifests = EditableManifests.ofExample("dr")) {
      policy(lab.director(), "forward", "drop");
      policy(lab.director(), "input", "accept");
      try (Agents agents = Agents.run(lab, manifests)) {
        assertThat(lab.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");
        assertThat(told(agents)).isEmpty();
      }
    }
  }

  @Test
  @Row("firewall-policy")
  void aClosedInputChainIsToldOnDirectorAndRealServer() {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      policy(dr.director(), "input", "drop");
      policy(dr.host("rs-52"), "input", "drop");
      assertThat(dr.client().get(HTTP, 2)).hasToString("TIMEOUT");

      dr.agents().manifests().replace("cluster.yaml", "10.1.210.58/32", "10.1.210.58/31");
      dr.agents()
          .manifests()
          .replace("virtual-service.yaml", "[10.1.210.58]", "[10.1.210.58, 10.1.210.59]");
      await().atMost(PATIENCE).until(() -> !told(dr.agents()).isEmpty());

      assertThat(told(dr.agents()))
          .singleElement()
          .asString()
          .contains("Chain inet site input", "nft insert rule inet site input ip daddr");
      await().atMost(PATIENCE).until(() -> !told(dr.agents(), "rs-52").isEmpty());
      assertThat(told(dr.agents(), "rs-52"))
          .singleElement()
          .asString()
          .contains("What directors send for VIPs comes in through it");
    }
  }

  /** What a firewall ends with that has no policy of its own, as iptables of many distributions. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nft add rule inet site input drop",
        "nft add rule inet site input counter reject",
        "iptables-nft -A INPUT -j DROP",
        "iptables-nft -A INPUT -j REJECT --reject-with icmp-host-prohibited",
        "iptables-legacy -A INPUT -j DROP",
        "iptables-legacy -A INPUT -j REJECT --reject-with icmp-host-prohibited"
      })
  @Row("firewall-policy")
  void aRuleForAllPacketsIsToldAsAPolicyIs(String last) {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      Host director = dr.director();
      policy(director, "input", "accept");
      director.run("nft", "add rule inet site input meta nfproto ipv6 drop");
      legacy(director, "-A", "INPUT", "-p", "udp", "-j", "DROP");
      dr.edit("real-servers.yaml", "weight: 1", "weight: 2");
      assertThat(dr.client().get(HTTP, 2).areComplete()).isTrue();
      assertThat(told(dr.agents())).as("other packets").isEmpty();

      director.run(last.split(" "));
      dr.edit("real-servers.yaml", "weight: 2", "weight: 3");
      assertThat(dr.client().get(HTTP, 2).areComplete()).isFalse();
      assertThat(told(dr.agents()))
          .singleElement()
          .asString()
          .contains("drops what none of its rules accepts", inside(last));

      director.run(
          last.startsWith("nft")
              ? new String[] {"nft", "insert rule inet site input ip daddr 10.1.210.58 accept"}
              : last.replaceFirst("-A .*", "-I INPUT -d 10.1.210.58 -j ACCEPT").split(" "));
      dr.edit("real-servers.yaml", "weight: 3", "weight: 4");
      assertThat(dr.client().get(HTTP, 2).areComplete()).isTrue();
      assertThat(told(dr.agents())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nft add rule inet site input tcp dport 80 drop",
        "nft add rule inet site input ip daddr 10.1.210.58 counter reject",
        "iptables-nft -A INPUT -p tcp --dport 1:1024 -j DROP",
        "iptables-legacy -A INPUT -d 10.1.210.58 -p tcp --dport 80 -j REJECT"
      })
  @Row("firewall-policy")
  void aRuleForThePacketsOfAServiceIsToldToo(String rule) {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      Host director = dr.director();
      policy(director, "input", "accept");
      director.run(
          rule.replace("80", "81").replace("1:1024", "1:79").replace(".58", ".59").split(" "));
      dr.edit("real-servers.yaml", "weight: 1", "weight: 2");
      assertThat(dr.client().get(HTTP, 2).areComplete()).isTrue();
      assertThat(told(dr.agents())).as("other packets").isEmpty();

      director.run(rule.split(" "));
      dr.edit("real-servers.yaml", "weight: 2", "weight: 3");
      assertThat(dr.client().get(HTTP, 2).areComplete()).isFalse();
      assertThat(told(dr.agents()))
          .singleElement()
          .asString()
          .contains("has a rule that drops packets of the plan", inside(rule));

      director.run(
          rule.startsWith("nft")
              ? new String[] {"nft", "insert rule inet site input ip daddr 10.1.210.58 accept"}
              : rule.replaceFirst("-A .*", "-I INPUT -d 10.1.210.58 -j ACCEPT").split(" "));
      dr.edit("real-servers.yaml", "weight: 3", "weight: 4");
      assertThat(dr.client().get(HTTP, 2).areComplete()).isTrue();
      assertThat(told(dr.agents())).isEmpty();
    }
  }

  /** Part of the remedy for a rule. */
  private static String inside(String rule) {
    return rule.startsWith("iptables-legacy") ? " -I INPUT " : "nft insert rule ";
  }

  /** Rules of others show that somebody forwards, so it is not switched off. */
  @Test
  @Row("forwarding-relied-on")
  void forwardingStaysOnWhereOthersTranslate() {
    try (Scenario nat = new Scenario(Topology.nat(2), "nat")) {
      nat.director()
          .run(
              "nft",
              "add table ip guests; add chain ip guests post { type nat hook postrouting priority"
                  + " 100; }; add rule ip guests post ip saddr 198.51.100.0/24 masquerade");

      nat.agents().cleanUp();

      assertThat(nat.director().sysctl("net/ipv4/ip_forward")).isEqualTo("1");
    }
  }

  private static void legacy(Host host, String... arguments) {
    host.run(
        Stream.concat(Stream.of("iptables-legacy"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static List<String> told(Agents agents) {
    return told(agents, Topology.DIRECTOR);
  }

  private static List<String> told(Agents agents, String node) {
    return agents.round(node).before().diff().foreign().stream()
        .filter(Foreign.Filter.class::isInstance)
        .map(Foreign::message)
        .toList();
  }

  private static void policy(Host host, String hook, String policy) {
    host.run(
        "nft",
        "add table inet site; add chain inet site %s { type filter hook %s priority 0; policy %s; }"
            .formatted(hook, hook, policy));
  }
}
