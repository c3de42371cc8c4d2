package dev.lvs.agent.kernel;

import static dev.lvs.agent.model.KernelFeature.SCTP;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.nft.PacketTable;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.node.Features;
import dev.lvs.verdict.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturesTest {
  private static final String KALLSYMS = "kallsyms";

  @TempDir private Path directory;
  private @Nullable FakeProc fake;
  private @Nullable Features checked;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void look() {
    FakeProc proc = FakeProc.in(directory);
    fake = proc;
    PacketTable unused =
        new PacketTable(
            new Netfilter(
                () -> {
                  throw new TransportException("nobody asked for nf_tables");
                }));
    checked = new Features(proc.root(), unused, () -> now);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # what /proc/kallsyms tells,                                          lacking
          register_ip_vs_scheduler [ip_vs] + sctp_conn_schedule [ip_vs],        false
          register_ip_vs_scheduler + sctp_conn_schedule.llvm.4711,              false
          register_ip_vs_scheduler [ip_vs] + tcp_conn_schedule [ip_vs],         true
          sctp_assoc_init [sctp],                                               false
          nothing,                                                              false
          """)
  @Row("prerequisites-told")
  void tellsThatSctpIsNotAmongTheFunctionsOfIpvs(String functions, boolean lacking) {
    proc()
        .write(
            KALLSYMS,
            functions.replaceAll("(^| \\+ )", "\n0000000000000000 t ").replace(" [", "\t["));

    assertThat(features().lacking(Set.of(SCTP)).contains(SCTP)).isEqualTo(lacking);
    assertThat(features().lacking(Set.of())).isEmpty();
  }

  @Test
  @Row("prerequisites-told")
  void saysNothingWhereTheKernelTellsNoNames() {
    assertThat(features().lacking(Set.of(SCTP))).isEmpty();
  }

  @Test
  void looksForWhatIsNotThereOnceAMinute() {
    proc().write(KALLSYMS, "0000000000000000 T register_ip_vs_scheduler");
    assertThat(features().lacking(Set.of(SCTP))).containsExactly(SCTP);
    proc()
        .write(
            KALLSYMS,
            "0000000000000000 T register_ip_vs_scheduler\n0000000000000000 t sctp_conn_schedule");

    now = now.plus(Duration.ofSeconds(59));
    assertThat(features().lacking(Set.of(SCTP))).containsExactly(SCTP);

    now = now.plus(Duration.ofSeconds(1));
    assertThat(features().lacking(Set.of(SCTP))).isEmpty();
  }

  private FakeProc proc() {
    return requireNonNull(fake);
  }

  private Features features() {
    return requireNonNull(checked);
  }
}
