package dev.lvs.agent.ledger;

import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.MARKED;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.SECOND;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.ip;
import static dev.lvs.agent.ledger.LedgerSamples.EVERYTHING;
import static dev.lvs.agent.ledger.LedgerSamples.LIFE;
import static dev.lvs.agent.ledger.LedgerSamples.OF_EVERYTHING;
import static dev.lvs.agent.ledger.LedgerSamples.applied;
import static dev.lvs.agent.ledger.LedgerSamples.file;
import static dev.lvs.agent.ledger.LedgerSamples.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.kernel.address.VipChange;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.Written;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims of kernel objects: made, settled, forgotten, and known again after a restart. */
class LedgerTest {
  @TempDir private Path directory;

  @Test
  void knowsAfterARestartWhatIsOurs() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
    }

    try (Ledger restarted = open(directory)) {
      assertThat(restarted.ownership()).isEqualTo(OF_EVERYTHING);
    }
  }

  @Test
  void isReadableByWhoeverOnlyLooksWhileAnAgentIsAtWork() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);

      assertThat(Ledger.read(directory, LIFE)).isEqualTo(OF_EVERYTHING);
    }
  }

  @Test
  void ownsNothingOnANodeThatWasNeverTouched() {
    assertThat(Ledger.read(directory, LIFE)).isEqualTo(Ownership.NONE);

    try (Ledger ledger = open(directory)) {
      assertThat(ledger.ownership()).isEqualTo(Ownership.NONE);
    }
  }

  @Test
  void ownsNothingAfterAReboot() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
    }
    KernelLife next = new KernelLife("the-next-boot", LIFE.namespace());

    try (Ledger rebooted = Ledger.open(directory, next)) {
      assertThat(rebooted.ownership()).isEqualTo(Ownership.NONE);
    }

    assertThat(Ledger.read(directory, next)).isEqualTo(Ownership.NONE);
  }

  @Test
  void keepsASecondAgentOut() {
    try (Ledger first = open(directory)) {
      assertThat(first.ownership()).isEqualTo(Ownership.NONE);

      assertThatThrownBy(() -> open(directory))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("another agent")
          .hasMessageContaining("--state-dir");
    }
    open(directory).close();
  }

  @Test
  void remembersTheValueFromBeforeTheFirstTime() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "1", "0")));
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "1", "2")));

      assertThat(ledger.ownership().sysctls()).containsExactly(Map.entry(ARP_IGNORE, "0"));
    }
  }

  @Test
  @Row("cleanup-keeps-admins")
  void knowsWhichValuesAreOursWhileOneIsBeingChangedToo() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "1", "0")));
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "2", "1")));
    }
    try (Ledger restarted = open(directory)) {
      Ownership ours = restarted.ownership();
      assertThat(ours.sysctls()).containsExactly(Map.entry(ARP_IGNORE, "0"));
      assertThat(ours.written().isOurs(ARP_IGNORE, "1")).isTrue();
      assertThat(ours.written().isOurs(ARP_IGNORE, "2")).isTrue();
      assertThat(ours.written().isOurs(ARP_IGNORE, "8")).isFalse();

      BitSet fresh = restarted.claim(List.of(new SetSysctl(ARP_IGNORE, "8", "2")));
      restarted.settle(
          List.of(new Outcome.Refused(new SetSysctl(ARP_IGNORE, "8", "2"), "EPERM", "no")), fresh);
      assertThat(restarted.ownership().sysctls()).containsKey(ARP_IGNORE);

      restarted.letGoOf(ARP_IGNORE);
      assertThat(restarted.ownership().sysctls()).isEmpty();
    }
  }

  @Test
  void doesNotClaimWhatWasRefusedOrWasSomebodyElses() {
    List<Change> changes = List.of(add(WEB), add(MARKED));
    try (Ledger ledger = open(directory)) {
      BitSet fresh = ledger.claim(changes);
      ledger.settle(
          List.of(
              new Outcome.Refused(changes.get(0), "ENOENT", "no such scheduler"),
              new Outcome.AlreadySo(changes.get(1))),
          fresh);

      assertThat(ledger.ownership()).isEqualTo(Ownership.NONE);
    }
    assertThat(Ledger.read(directory, LIFE)).isEqualTo(Ownership.NONE);
  }

  @Test
  void keepsAClaimWhoseChangeHasNoAnswer() {
    try (Ledger ledger = open(directory)) {
      BitSet fresh = ledger.claim(List.of(add(WEB)));
      ledger.settle(List.of(new Outcome.Unknown(add(WEB), "overrun")), fresh);

      assertThat(ledger.ownership().services()).containsKey(WEB);
    }
  }

  @Test
  void keepsWhatWasOursWhenAddingItAgainFindsItThere() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(List.of(add(WEB)));
      BitSet fresh = ledger.claim(List.of(add(WEB)));
      ledger.settle(List.of(new Outcome.AlreadySo(add(WEB))), fresh);

      assertThat(ledger.ownership().services()).containsKey(WEB);
    }
  }

  @Test
  void endsTheClaimsOnWhatWasTakenAway() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
      ledger.settle(
          List.of(
              new Outcome.Applied(new DeleteDestination(WEB, FIRST)),
              new Outcome.AlreadySo(new DeleteService(MARKED)),
              new Outcome.Refused(new VipChange.DeleteVip(VIP), "EPERM", "not permitted"),
              new Outcome.Applied(new RestoreSysctl(ARP_IGNORE, "0"))),
          new BitSet());
    }

    Ownership left = Ledger.read(directory, LIFE);

    assertThat(left.services()).isEqualTo(Map.of(WEB, Set.of(SECOND)));
    assertThat(left.vips()).containsExactly(VIP);
    assertThat(left.sysctls()).doesNotContainKey(ARP_IGNORE);
  }

  @Test
  void forgetsWhatIsGoneFromTheKernel() {
    KernelState observed =
        new KernelState(
            Map.of(WEB, new VirtualServer(WEB, ROUND_ROBIN, Map.of(SECOND, ONE))),
            Set.of(),
            Set.of(VIP),
            Map.of(ARP_IGNORE, "1", "net/ipv4/vs/sync_threshold", "3 50"));
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);

      Ownership left = ledger.ownershipOf(observed);

      assertThat(left)
          .isEqualTo(
              new Ownership(
                      Map.of(WEB, Set.of(SECOND)), Set.of(), Set.of(VIP), Map.of(ARP_IGNORE, "0"))
                  .with(new Written(Map.of(ARP_IGNORE, Set.of("1")), Map.of())));
      assertThat(Ledger.read(directory, LIFE)).isEqualTo(left);
    }
  }

  @Test
  void forgetsTheSysctlsOfAnInterfaceThatIsGone() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "1", "0")));

      assertThat(ledger.ownershipOf(KernelState.EMPTY)).isEqualTo(Ownership.NONE);
    }
  }

  @Test
  @Row("interface-renamed")
  void followsAnInterfaceToItsNewName() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
      ledger.follow(Map.of(1, "lo", 2, "eth0"));
    }
    Ownership renamed =
        new Ownership(
            OF_EVERYTHING.services(),
            Set.of(TUNNEL),
            Set.of(new Vip(VIP.address(), "wan.0")),
            Map.of("net/ipv4/conf/wan.0/arp_ignore", "0", "net/ipv4/vs/sync_threshold", "3 50"));

    Map<Integer, String> now = Map.of(1, "lo", 2, "wan.0");

    assertThat(Ledger.read(directory, LIFE, now).with(Written.UNKNOWN)).isEqualTo(renamed);
    try (Ledger ledger = open(directory)) {
      ledger.follow(now);
      assertThat(ledger.ownership().with(Written.UNKNOWN)).isEqualTo(renamed);
    }
    assertThat(Ledger.read(directory, LIFE).with(Written.UNKNOWN)).isEqualTo(renamed);
  }

  @Test
  @Row("interface-renamed")
  void followsInterfacesThatExchangedTheirNames() {
    Vip other = new Vip(ip("192.0.2.99"), "eth1");
    try (Ledger ledger = open(directory)) {
      ledger.claim(
          List.of(
              new AddVip(VIP),
              new AddVip(other),
              new SetSysctl("net/ipv4/conf/eth0/arp_ignore", "1", "0"),
              new SetSysctl("net/ipv4/conf/eth1/arp_ignore", "1", "2")));
      ledger.follow(Map.of(2, "eth0", 3, "eth1"));

      ledger.follow(Map.of(2, "eth1", 3, "eth0"));

      assertThat(ledger.ownership().with(Written.UNKNOWN))
          .isEqualTo(
              new Ownership(
                  Map.of(),
                  Set.of(),
                  Set.of(new Vip(VIP.address(), "eth1"), new Vip(other.address(), "eth0")),
                  Map.of(
                      "net/ipv4/conf/eth1/arp_ignore", "0",
                      "net/ipv4/conf/eth0/arp_ignore", "2")));
    }
  }

  @Test
  @Row("interface-renamed")
  void ownsNothingOnAnotherInterfaceOfTheSameName() {
    try (Ledger ledger = open(directory)) {
      ledger.claim(List.of(new AddVip(VIP), new SetSysctl(ARP_IGNORE, "1", "0")));
      ledger.follow(Map.of(2, "eth0"));

      ledger.follow(Map.of(7, "eth0"));

      assertThat(ledger.ownership()).isEqualTo(Ownership.NONE);
    }
  }

  @Test
  void staysShortHoweverLongTheAgentRuns() throws IOException {
    Function<Integer, Change> add =
        i -> add(WEB, new DestinationKey(IpAddress.ipv4(0xc6336400 | i % 250), 80));
    try (Ledger ledger = open(directory)) {
      ledger.claim(List.of(add(WEB)));
      for (int i = 0; i < 1000; i++) {
        ledger.claim(List.of(add.apply(i)));
        ledger.settle(
            applied(
                new DeleteDestination(
                    WEB, new DestinationKey(IpAddress.ipv4(0xc6336400 | i % 250), 80))),
            new BitSet());
      }
      ledger.claim(EVERYTHING);
    }

    assertThat(Files.size(file(directory))).isLessThan(100_000);
    assertThat(Ledger.read(directory, LIFE)).isEqualTo(OF_EVERYTHING);
  }

  @Test
  void appendsOnlyWhatIsNew() throws IOException {
    List<Change> many = new ArrayList<>(List.of(add(WEB)));
    IntStream.range(0, 10_000)
        .mapToObj(i -> add(WEB, new DestinationKey(IpAddress.ipv4(0xc6120000 | i), 80)))
        .forEach(many::add);
    try (Ledger ledger = open(directory)) {
      ledger.claim(many);
      long before = Files.size(file(directory));

      ledger.claim(many);
      ledger.claim(List.of(new AddVip(VIP)));

      assertThat(Files.size(file(directory)) - before).isLessThan(100);
    }
  }
}
