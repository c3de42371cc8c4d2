package dev.lvs.agent.ledger;

import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.MARKED;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.ledger.LedgerSamples.EVERYTHING;
import static dev.lvs.agent.ledger.LedgerSamples.LATER;
import static dev.lvs.agent.ledger.LedgerSamples.LIFE;
import static dev.lvs.agent.ledger.LedgerSamples.OF_EVERYTHING;
import static dev.lvs.agent.ledger.LedgerSamples.applied;
import static dev.lvs.agent.ledger.LedgerSamples.file;
import static dev.lvs.agent.ledger.LedgerSamples.open;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers that were cut, damaged, removed, or written by another version, life or program. */
class LedgerDamageTest {
  @TempDir private Path directory;

  @Test
  void survivesACrashAtEveryByteOfAnAppend() throws IOException {
    try (Ledger ledger = open(directory)) {
      ledger.claim(List.of(add(WEB)));
    }
    byte[] before = Files.readAllBytes(file(directory));
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
      ledger.settle(
          applied(new DeleteDestination(WEB, FIRST), new DeleteService(MARKED)), new BitSet());
    }
    byte[] whole = Files.readAllBytes(file(directory));
    // the length is written when the lines are on disk
    System.arraycopy(before, 0, whole, 0, before.length);

    for (int length = before.length; length <= whole.length; length++) {
      Files.write(file(directory), Arrays.copyOf(whole, length));
      Ownership known = Ledger.read(directory, LIFE);
      try (Ledger restarted = open(directory)) {
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
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
    }
    byte[] whole = Files.readAllBytes(file(directory));

    for (int length = 0; length < whole.length; length++) {
      Files.write(file(directory), Arrays.copyOf(whole, length));
      Ownership known = Ledger.read(directory, LIFE);
      try (Ledger restarted = open(directory)) {
        assertThat(restarted.notices())
            .singleElement()
            .asString()
            .contains(file(directory) + " was cut", "--take-back", "adopt: true");
        assertThat(restarted.ownership()).isEqualTo(known);
        restarted.claim(List.of(new AddVip(LATER)));
      }
      try (Ledger next = open(directory)) {
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
      Files.delete(state.resolve(file(directory).getFileName()));
      Files.delete(state.resolve("lock"));
      Files.delete(state);
      ledger.claim(List.of(new AddVip(LATER)));
      assertThat(Ledger.read(state, LIFE).vips()).containsExactlyInAnyOrder(VIP, LATER);

      Files.writeString(state.resolve(file(directory).getFileName()), "");
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
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
    }

    try (Ledger elsewhere = Ledger.open(directory, other)) {
      assertThat(elsewhere.ownership()).isEqualTo(Ownership.NONE);
      assertThat(elsewhere.notices())
          .singleElement()
          .asString()
          .contains("another network namespace", file(directory).toString(), "hostNetwork");
      elsewhere.claim(List.of(new AddVip(LATER)));
    }

    try (Ledger back = open(directory)) {
      assertThat(back.ownership()).isEqualTo(OF_EVERYTHING);
    }
    assertThat(Ledger.read(directory, other).vips()).containsExactly(LATER);
  }

  @Test
  @Row("ledger-earlier-boot")
  void takesNoNoticeOfWhatIsWrongWithTheLedgerOfAnEarlierBoot() throws IOException {
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
    }
    byte[] damaged = Files.readAllBytes(file(directory));
    damaged[3] ^= 0x11;
    damaged[damaged.length - 9] ^= 0x11;
    for (byte[] content : List.of(damaged, new byte[0])) {
      Files.write(file(directory), content);

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
      Files.writeString(file(directory), text);

      assertThatThrownBy(() -> open(directory))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("newer version", file(directory).toString())
          .hasMessageContaining("do not remove the file");
      assertThat(file(directory)).hasContent(text.toString());
    }
  }

  @Test
  void saysWhichFileIsDamagedAndTouchesNothing() throws IOException {
    try (Ledger ledger = open(directory)) {
      ledger.claim(EVERYTHING);
    }
    byte[] whole = Files.readAllBytes(file(directory));

    for (int position = 0; position < whole.length - 1; position++) {
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x11;
      Files.write(file(directory), damaged);

      assertThatThrownBy(() -> open(directory))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining(file(directory).toString())
          .hasMessageContaining("remove it");
      assertThat(Files.readAllBytes(file(directory))).isEqualTo(damaged);
    }
  }

  @Test
  void refusesAFileOfSomebodyElse() throws IOException {
    Files.writeString(file(directory), "not a ledger\n");

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file(directory) + " is damaged in line 1");
  }

  @Test
  void saysWhichDirectoryItCannotUse() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> Ledger.open(file.resolve("state"), LIFE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file.resolve("state").toString())
        .hasMessageContaining("--state-dir");
  }
}
