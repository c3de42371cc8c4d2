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
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.kernel.address.VipChange;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.kernel.tunnel.TunnelChange.AddTunnel;
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
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final KernelLife LIFE = new KernelLife("a-boot", "net:[1]");
  private static final Vip LATER = new Vip(ip("192.0.2.11"), "eth0");

  private static final List<Change> EVERYTHING =
      List.of(
          new SetSysctl(ARP_IGNORE, "1", "0"),
          new SetSysctl("net/ipv4/vs/sync_threshold", "0 1", "3 50"),
          add(WEB),
          add(MARKED),
          add(WEB, FIRST),
          add(WEB, SECOND),
          add(MARKED, FIRST),
          new AddTunnel(TUNNEL),
          new AddVip(VIP));
  private static final Ownership OF_EVERYTHING =
      new Ownership(
              Map.of(WEB, Set.of(FIRST, SECOND), MARKED, Set.of(FIRST)),
              Set.of(TUNNEL),
              Set.of(VIP),
              Map.of(ARP_IGNORE, "0", "net/ipv4/vs/sync_threshold", "3 50"))
          .with(
              new Written(
                  Map.of(ARP_IGNORE, Set.of("1"), "net/ipv4/vs/sync_threshold", Set.of("0 1")),
                  Map.of()));

  @TempDir private Path directory;

  @Test
  void knowsAfterARestartWhatIsOurs() {
    try (Ledger ledger = open()) {
      ledger.claim(EVERYTHING);
    }

    try (Ledger restarted = open()) {
      assertThat(restarted.ownership()).isEqualTo(OF_EVERYTHING);
    }
  }

  @Test
  void isReadableByWhoeverOnlyLooksWhileAnAgentIsAtWork() {
    try (Ledger ledger = open()) {
      ledger.claim(EVERYTHING);

      assertThat(Ledger.read(directory, LIFE)).isEqualTo(OF_EVERYTHING);
    }
  }

  @Test
  void ownsNothingOnANodeThatWasNeverTouched() {
    assertThat(Ledger.read(directory, LIFE)).isEqualTo(Ownership.NONE);

    try (Ledger ledger = open()) {
      assertThat(ledger.ownership()).isEqualTo(Ownership.NONE);
    }
  }

  @Test
  void ownsNothingAfterAReboot() {
    try (Ledger ledger = open()) {
      ledger.claim(EVERYTHING);
    }
    KernelLife next = new KernelLife("the-next-boot", LIFE.namespace());

    try (Ledger rebooted = Ledger.open(directory, next)) {
      assertThat(rebooted.ownership()).isEqualTo(Ownership.NONE);
    }

    assertThat(Ledger.read(directory, next)).isEqualTo(Ownership.NONE);
  }

  @Test
  void survivesACrashAtEveryByteOfAnAppend() throws IOException {
    try (Ledger ledger = open()) {
      ledger.claim(List.of(add(WEB)));
    }
    byte[] before = Files.readAllBytes(file());
    try (Ledger ledger = open()) {
      ledger.claim(EVERYTHING);
      ledger.settle(
          applied(new DeleteDestination(WEB, FIRST), new DeleteService(MARKED)), new BitSet());
    }
    byte[] whole = Files.readAllBytes(file());
    // the length is written when the lines are on disk
    System.arraycopy(before, 0, whole, 0, before.length);

    for (int length = before.length; length <= whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      Ownership known = Ledger.read(directory, LIFE);
      try (Ledger restarted = open()) {
        assertThat(restarted.notices()).isEmpty();
        assertThat(restarted.ownership()).isEqualTo(known);
        restarted.claim(List.of(new AddVip(LATER)));
      }

      Ownership after = Ledger.read(directory, LIFE);
      assertThat(after.vips()).contains(LATER).containsAll(known.vips());
      assertThat(after.services()).isEqualTo(known.services());
      assertThat(after.sysctls()).isEqualTo(known.sysctls());
    }
  }

  @Test
  @Row("ledger-cut")
  void noticesThatItWasCutAtWhateverByteAndKeepsWhatIsStillKnown() throws IOException {
    try (Ledger ledger = open()) {
      ledger.claim(EVERYTHING);
    }
    byte[] whole = Files.readAllBytes(file());

    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      Ownership known = Ledger.read(directory, LIFE);
      try (Ledger restarted = open()) {
        assertThat(restarted.notices())
            .singleElement()
            .asString()
            .contains(file() + " was cut", "--take-back", "adopt: true");
        assertThat(restarted.ownership()).isEqualTo(known);
        restarted.claim(List.of(new AddVip(LATER)));
      }
      try (Ledger next = open()) {
        assertThat(next.notices()).isEmpty();
        assertThat(next.ownership().vips()).contains(LATER).containsAll(known.vips());
        assertThat(next.ownership().services()).isEqualTo(known.services());
      }
    }
    assertThat(Ledger.read(directory, LIFE)).isNotEqualTo(Ownership.NONE);
  }

  @Test
  @Row("ledger-folder-lost")
  void isWrittenAnewWhenItsFolderIsRemovedWhileItIsInUse() throws IOException {
    Path state = directory.resolve("state");
    try (Ledger ledger = Ledger.open(state, LIFE)) {
      ledger.claim(EVERYTHING);
      Files.delete(state.resolve(file().getFileName()));
      Files.delete(state.resolve("lock"));
      Files.delete(state);
      ledger.claim(List.of(new AddVip(LATER)));
      assertThat(Ledger.read(state, LIFE).vips()).containsExactlyInAnyOrder(VIP, LATER);

      Files.writeString(state.resolve(file().getFileName()), "");
      ledger.ownershipOf(
          new KernelState(Map.of(), Set.of(), Set.of(VIP, LATER), Map.of(ARP_IGNORE, "1")));
      assertThat(Ledger.read(state, LIFE).vips()).containsExactlyInAnyOrder(VIP, LATER);
      assertThatThrownBy(() -> Ledger.open(state, LIFE)).hasMessageContaining("another agent");
    }
  }

  @Test
  @Row("ledger-other-life")
  void keepsWhatWasWrittenInAnotherNetworkNamespaceAndSaysSo() {
    KernelLife other = new KernelLife(LIFE.boot(), "net:[2]");
    try (Ledger ledger = open()) {
      ledger.claim(EVERYTHING);
    }

    try (Ledger elsewhere = Ledger.open(directory, other)) {
      assertThat(elsewhere.ownership()).isEqualTo(Ownership.NONE);
      assertThat(elsewhere.notices())
          .singleElement()
          .asString()
          .contains("another network namespace", file().toString(), "hostNetwork");
      elsewhere.claim(List.of(new AddVip(LATER)));
    }

    try (Ledger back = open()) {
      assertThat(back.ownership()).isEqualTo(OF_EVERYTHING);
    }
    assertThat(Ledger.read(directory, other).vips()).containsExactly(LATER);
  }

  @Test
  @Row("ledger-earlier-boot")
  void takesNoNoticeOfWhatIsWrongWithTheLedgerOfAnEarlierBoot() throws IOException {
    try (Ledger ledger = open()) {
      ledger.claim(EVERYTHING);
    }
    byte[] damaged = Files.readAllBytes(file());
    damaged[3] ^= 0x11;
    damaged[damaged.length - 9] ^= 0x11;
    for (byte[] content : List.of(damaged, new byte[0])) {
      Files.write(file(), content);

      try (Ledger rebooted =
          Ledger.open(directory, new KernelLife("the-next-boot", LIFE.namespace()))) {
        assertThat(rebooted.ownership()).isEqualTo(Ownership.NONE);
        assertThat(rebooted.notices()).isEmpty();
      }
    }
  }

  @Test
  @Row("ledger-newer")
  void saysThatANewerVersionWroteItAndNotToRemoveIt() throws IOException {
    for (List<String> lines :
        List.of(
            List.of("lvs-agent ledger 3 of " + LIFE + " and more"),
            List.of("lvs-agent ledger 2 of " + LIFE + " 0000000000000000", "+ vrrp eth0 51"))) {
      StringBuilder text = new StringBuilder();
      lines.forEach(
          line ->
              text.append(JournalWriter.checksum(line.getBytes(UTF_8)))
                  .append(' ')
                  .append(line)
                  .append('\n'));
      Files.writeString(file(), text);

      assertThatThrownBy(this::open)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("newer version", file().toString())
          .hasMessageContaining("do not remove the file");
      assertThat(file()).hasContent(text.toString());
    }
  }

  @Test
  void saysWhichFileIsDamagedAndTouchesNothing() throws IOException {
    try (Ledger ledger = open()) {
      ledger.claim(EVERYTHING);
    }
    byte[] whole = Files.readAllBytes(file());

    for (int position = 0; position < whole.length - 1; position++) {
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x11;
      Files.write(file(), damaged);

      assertThatThrownBy(this::open)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("remove it");
      assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    }
  }

  @Test
  void refusesAFileOfSomebodyElse() throws IOException {
    Files.writeString(file(), "not a ledger\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file() + " is damaged in line 1");
  }

  @Test
  void saysWhichDirectoryItCannotUse() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> Ledger.open(file.resolve("state"), LIFE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file.resolve("state").toString())
        .hasMessageContaining("--state-dir");
  }

  @Test
  void keepsASecondAgentOut() {
    try (Ledger first = open()) {
      assertThat(first.ownership()).isEqualTo(Ownership.NONE);

      assertThatThrownBy(this::open)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("another agent")
          .hasMessageContaining("--state-dir");
    }
    open().close();
  }

  @Test
  void remembersTheValueFromBeforeTheFirstTime() {
    try (Ledger ledger = open()) {
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "1", "0")));
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "1", "2")));

      assertThat(ledger.ownership().sysctls()).containsExactly(Map.entry(ARP_IGNORE, "0"));
    }
  }

  @Test
  @Row("cleanup-keeps-admins")
  void knowsWhichValuesAreOursWhileOneIsBeingChangedToo() {
    try (Ledger ledger = open()) {
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "1", "0")));
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "2", "1")));
    }
    try (Ledger restarted = open()) {
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
    try (Ledger ledger = open()) {
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
    try (Ledger ledger = open()) {
      BitSet fresh = ledger.claim(List.of(add(WEB)));
      ledger.settle(List.of(new Outcome.Unknown(add(WEB), "overrun")), fresh);

      assertThat(ledger.ownership().services()).containsKey(WEB);
    }
  }

  @Test
  void keepsWhatWasOursWhenAddingItAgainFindsItThere() {
    try (Ledger ledger = open()) {
      ledger.claim(List.of(add(WEB)));
      BitSet fresh = ledger.claim(List.of(add(WEB)));
      ledger.settle(List.of(new Outcome.AlreadySo(add(WEB))), fresh);

      assertThat(ledger.ownership().services()).containsKey(WEB);
    }
  }

  @Test
  void endsTheClaimsOnWhatWasTakenAway() {
    try (Ledger ledger = open()) {
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
    try (Ledger ledger = open()) {
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
    try (Ledger ledger = open()) {
      ledger.claim(List.of(new SetSysctl(ARP_IGNORE, "1", "0")));

      assertThat(ledger.ownershipOf(KernelState.EMPTY)).isEqualTo(Ownership.NONE);
    }
  }

  @Test
  @Row("interface-renamed")
  void followsAnInterfaceToItsNewName() {
    try (Ledger ledger = open()) {
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
    try (Ledger ledger = open()) {
      ledger.follow(now);
      assertThat(ledger.ownership().with(Written.UNKNOWN)).isEqualTo(renamed);
    }
    assertThat(Ledger.read(directory, LIFE).with(Written.UNKNOWN)).isEqualTo(renamed);
  }

  @Test
  @Row("interface-renamed")
  void followsInterfacesThatExchangedTheirNames() {
    Vip other = new Vip(ip("192.0.2.99"), "eth1");
    try (Ledger ledger = open()) {
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
    try (Ledger ledger = open()) {
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
    try (Ledger ledger = open()) {
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

    assertThat(Files.size(file())).isLessThan(100_000);
    assertThat(Ledger.read(directory, LIFE)).isEqualTo(OF_EVERYTHING);
  }

  @Test
  void appendsOnlyWhatIsNew() throws IOException {
    List<Change> many = new ArrayList<>(List.of(add(WEB)));
    IntStream.range(0, 10_000)
        .mapToObj(i -> add(WEB, new DestinationKey(IpAddress.ipv4(0xc6120000 | i), 80)))
        .forEach(many::add);
    try (Ledger ledger = open()) {
      ledger.claim(many);
      long before = Files.size(file());

      ledger.claim(many);
      ledger.claim(List.of(new AddVip(VIP)));

      assertThat(Files.size(file()) - before).isLessThan(100);
    }
  }

  private static List<Outcome> applied(Change... changes) {
    return Arrays.stream(changes).<Outcome>map(Outcome.Applied::new).toList();
  }

  private Ledger open() {
    return Ledger.open(directory, LIFE);
  }

  private Path file() {
    return directory.resolve("ledger-aboot-net1");
  }
}
