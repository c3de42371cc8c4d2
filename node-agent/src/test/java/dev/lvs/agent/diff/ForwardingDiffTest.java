package dev.lvs.agent.diff;

import static dev.lvs.agent.diff.StateTable.changes;
import static dev.lvs.agent.diff.StateTable.diff;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.sysctl.NodeUse;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.object.Foreign;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The switches that a node has for everybody. */
class ForwardingDiffTest {
  private static final String SWITCH = "net/ipv4/ip_forward";

  @Test
  @Row("forwarding-side-effects")
  void remembersWhatTheSwitchTurnsOnAlong() {
    assertThat(
            changes(
                """
                net/ipv4/ip_forward            | 1 | 0 | -
                net/ipv4/conf/eth0/forwarding  | - | 0 | -
                net/ipv4/conf/eth1/forwarding  | - | 1 | -
                net/ipv6/conf/eth0/forwarding  | - | 0 | -
                """))
        .containsExactly(
            "sysctl -w net.ipv4.conf.eth0.forwarding=1", "sysctl -w net.ipv4.ip_forward=1");
  }

  @Test
  @Row("forwarding-side-effects")
  void remembersItOnceWhereSomebodyTurnsTheSwitchOffInBetween() {
    assertThat(
            changes(
                """
                net/ipv4/ip_forward            | 1 | 0 | was 0
                net/ipv4/conf/eth0/forwarding  | - | 0 | was 0
                net/ipv4/conf/eth1/forwarding  | - | 0 | -
                """))
        .containsExactly("sysctl -w net.ipv4.ip_forward=1");
  }

  @Test
  @Row("forwarding-relied-on")
  void staysOnWithTheLastServiceThatNeededIt() {
    Diff diff =
        diff(
            """
            192.0.2.10/32 dev eth0         | yes | yes | yes
            net/ipv4/ip_forward            | -   | 1   | was 0
            net/ipv4/conf/eth0/forwarding  | -   | 1   | was 0
            net/ipv6/conf/all/forwarding   | -   | 1   | was 0
            net/ipv6/conf/eth0/accept_ra   | -   | 2   | was 1
            net/ipv4/conf/eth0/arp_ignore  | -   | 1   | was 0
            """);

    assertThat(diff.changes())
        .singleElement()
        .hasToString("RestoreSysctl[path=net/ipv4/conf/eth0/arp_ignore, value=0]");
    assertThat(diff.foreign())
        .extracting(Foreign::message)
        .containsExactly(
            "Sysctl net.ipv4.ip_forward, which was 0, stays 1, although no service needs it any"
                + " more: others may rely on it by now. It is put back when this node is given up"
                + " (lvs run --cleanup); to do so at once: sysctl -w net.ipv4.ip_forward=0.",
            "Sysctl net.ipv6.conf.all.forwarding, which was 0, stays 1, although no service needs"
                + " it any more: others may rely on it by now. It is put back when this node is"
                + " given up (lvs run --cleanup); to do so at once: sysctl -w"
                + " net.ipv6.conf.all.forwarding=0.");
    assertThat(diff.foreign()).noneMatch(Foreign::isInTheWay);
  }

  @Test
  @Row("forwarding-side-effects")
  void goesWithAllItTurnedOnWhenTheNodeIsGivenUp() {
    assertThat(
            changes(
                """
                net/ipv4/ip_forward            | - | 1 | was 0
                net/ipv4/conf/default/forwarding | - | 1 | was 0
                net/ipv4/conf/eth0/forwarding  | - | 1 | was 0
                net/ipv4/conf/eth1/forwarding  | - | 1 | -
                """))
        .containsExactly(
            "sysctl -w net.ipv4.conf.default.forwarding=0",
            "sysctl -w net.ipv4.conf.eth0.forwarding=0",
            "sysctl -w net.ipv4.ip_forward=0");
  }

  @Test
  @Row("forwarding-relied-on")
  void staysOnWhereRulesOfOthersForward() {
    Ownership ours = new Ownership(Map.of(), Set.of(), Set.of(), Map.of(SWITCH, "0"));
    KernelState observed = new KernelState(Map.of(), Set.of(), Set.of(), Map.of(SWITCH, "1"));

    Diff diff =
        Diff.of(
            KernelState.EMPTY,
            observed,
            ours,
            Set.of(),
            new NodeUse(true, Optional.of("nftables chain ip nat POST")));

    assertThat(diff.changes()).isEmpty();
    assertThat(diff.foreign())
        .extracting(Foreign::message)
        .isEqualTo(
            List.of(
                "Sysctl net.ipv4.ip_forward, which was 0, stays 1: nftables chain ip nat POST"
                    + " forwards packets on this node, and was not put there by this agent. If it"
                    + " does not need that, put it back (sysctl -w net.ipv4.ip_forward=0)."));
  }
}
