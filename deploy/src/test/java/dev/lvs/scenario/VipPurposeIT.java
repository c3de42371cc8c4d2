package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.report.Shortfall;
import dev.lvs.agent.round.Round;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** VIPs are held where a service that needs them is programmed, and nowhere else. */
@Tag("kernel")
class VipPurposeIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final Duration OFTEN = Duration.ofMillis(300);

  /** Service of somebody else under the key of the example's. */
  private static final String STRANGERS =
      """
      -A -t 10.1.210.58:80 -s rr
      -a -t 10.1.210.58:80 -r 10.1.210.54:80 -g -w 1
      """;

  /** A director that answers on port 80 itself, and a stranger's real server. */
  @AutoClose
  private final Lab lab =
      Lab.of(
          new Topology(
                  Topology.direct().machines().stream()
                      .map(
                          machine ->
                              machine.name().equals(Topology.DIRECTOR)
                                  ? machine.serving(80)
                                  : machine)
                      .toList())
              .with(Stream.of(Machine.named("stranger", "10.1.210.54").serving(80)))
              .dualStack());

  @Test
  @Row("vip-needs-service")
  void bringsNobodyToTheServiceOfAStranger() {
    hideVipOnStranger();
    lab.director().ipvsadm(STRANGERS);

    try (EditableManifests manifests = EditableManifests.ofExample("dr");
        Agents agents = Agents.begin(lab, manifests, OFTEN)) {
      Round round = withheld(agents);

      assertThat(addresses()).doesNotContain("10.1.210.58");
      assertThat(lab.client().get(HTTP, 1).areComplete()).isFalse();
      assertThat(shortfalls(round))
          .anyMatch(one -> one.contains("VIP 10.1.210.58 is not held"))
          .anyMatch(one -> one.contains("is somebody else's"));

      lab.director().run("ipvsadm", "-D", "-t", HTTP);
      agents.settle();

      assertThat(lab.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
    }
  }

  @Test
  @Row("vip-needs-service")
  void givesUpAVipBehindWhichOnlyAStrangersServiceIsLeft() {
    hideVipOnStranger();
    try (EditableManifests manifests = EditableManifests.ofExample("dr");
        Agents agents = Agents.begin(lab, manifests, OFTEN)) {
      agents.settle();
      agents.stop();
      lab.director().run("ipvsadm", "-C");
      lab.director().ipvsadm(STRANGERS);
      // as long as nobody looks, the VIP brings clients there
      assertThat(lab.client().get(HTTP, 2)).hasToString("stranger=2");

      agents.resume();
      withheld(agents);

      assertThat(addresses()).doesNotContain("10.1.210.58");
      assertThat(lab.client().get(HTTP, 1).areComplete()).isFalse();
    }
  }

  @Test
  @Row("vip-needs-service")
  void holdsAVipForWhatIsGoodAndSaysWhatIsNot() {
    lab.director().ipvsadm(STRANGERS.replace("58:80", "58:443"));

    try (EditableManifests manifests = EditableManifests.ofExample("dr")) {
      manifests.replace("virtual-service.yaml", "[{port: 80}]", "[{port: 80}, {port: 443}]");
      try (Agents agents = Agents.begin(lab, manifests, OFTEN)) {
        Round round =
            agents.await(
                Topology.DIRECTOR, one -> !one.before().diff().foreign().isEmpty(), "a stranger");

        assertThat(lab.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
        assertThat(shortfalls(round))
            .singleElement()
            .asString()
            .contains("TCP 10.1.210.58:443", "its VIP is held for others only");
      }
    }
  }

  @Test
  @Row("vip-needs-service")
  void bringsNobodyToItsOwnPortsWithoutTheTableThatMarks() {
    lab.director().run("nft", "add table inet lvs-operator");
    lab.director().run("nft", "add chain inet lvs-operator theirs");

    try (EditableManifests manifests = EditableManifests.ofExample("pfmc");
        Agents agents = Agents.begin(lab, manifests, OFTEN)) {
      Round round = withheld(agents);

      assertThat(addresses()).doesNotContain("10.1.210.58");
      assertThat(lab.client().get(HTTP, 1).areComplete()).isFalse();
      assertThat(shortfalls(round))
          .anyMatch(one -> one.contains("nftables table inet lvs-operator"));

      lab.director().run("nft", "delete table inet lvs-operator");
      agents.settle();

      assertThat(lab.client().get(HTTP, 2).areComplete()).isTrue();
    }
  }

  private Round withheld(Agents agents) {
    return agents.await(
        Topology.DIRECTOR, round -> !round.before().diff().withheld().isEmpty(), "a VIP withheld");
  }

  /** So that it would answer, if clients came. */
  private void hideVipOnStranger() {
    lab.host("stranger").sysctl("net/ipv4/conf/e0/arp_ignore", "1");
    lab.host("stranger").sysctl("net/ipv4/conf/e0/arp_announce", "2");
    lab.host("stranger").ip("addr add 10.1.210.58/32 dev lo");
  }

  private String addresses() {
    return lab.director().run("ip", "-o", "-4", "addr");
  }

  private static List<String> shortfalls(Round round) {
    return round.shortfalls().stream().map(Shortfall::message).toList();
  }
}
