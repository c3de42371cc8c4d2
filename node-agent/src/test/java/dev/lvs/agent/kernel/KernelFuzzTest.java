package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static dev.lvs.agent.kernel.Samples.BACKUP;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.FIRST6;
import static dev.lvs.agent.kernel.Samples.HIDDEN_VIP;
import static dev.lvs.agent.kernel.Samples.MARKED;
import static dev.lvs.agent.kernel.Samples.MASTER;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.VIP6;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.WEB6;
import static dev.lvs.agent.kernel.Samples.add;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Procfs;
import dev.lvs.net.AddressFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.NullUnmarked;

/**
 * Damages a kernel's replies, of any family: looking at it and changing it end, and fail in no way
 * but the named one.
 */
@NullUnmarked
class KernelFuzzTest {
  private static final Duration NEVER = Duration.ofSeconds(20);
  private static final FakeKernel FAKE = new FakeKernel();
  private static final List<Change> CONTENT =
      List.of(
          add(WEB),
          add(WEB, FIRST),
          add(WEB6),
          add(WEB6, FIRST6),
          add(MARKED),
          new AddDevice(TUNNEL),
          new AddDevice(new GuePort(AddressFamily.IPV4, 6080)),
          new ReplaceTable(TableContract.EVERYTHING),
          new AddVip(VIP),
          new AddVip(VIP6),
          new AddVip(HIDDEN_VIP),
          new StartDaemon(MASTER),
          new StartDaemon(BACKUP));

  private static Path directory;
  private static FakeProc proc;

  @BeforeContainer
  static void fillTheKernel() throws IOException {
    directory = Files.createTempDirectory("fuzz");
    proc = FakeProc.in(directory);
    try (Kernel kernel = open(UnaryOperator.identity());
        Ledger ledger = Ledger.open(directory.resolve("state"), kernel.life())) {
      kernel.apply(CONTENT, ledger);
    }
  }

  @AfterContainer
  static void cleanUp() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void looksAtAnyKernel(@ForAll long seed) {
    Random random = new Random(seed);

    assertTimeoutPreemptively(
        NEVER,
        () -> {
          try (Kernel kernel = open(transport -> new TamperingTransport(transport, random))) {
            namedErrorOnly(() -> kernel.facts(EnumSet.allOf(KernelFeature.class)));
            namedErrorOnly(kernel::missing);
            namedErrorOnly(() -> kernel.observe(List.of(ARP_IGNORE), true));
          }
        });
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void changesAnyKernel(@ForAll long seed) {
    Random random = new Random(seed);

    assertTimeoutPreemptively(
        NEVER,
        () -> {
          try (Kernel kernel = open(transport -> new TamperingTransport(transport, random));
              Ledger ledger = Ledger.open(directory.resolve("state"), kernel.life())) {
            namedErrorOnly(() -> kernel.apply(CONTENT, ledger));
          }
        });
  }

  private static Kernel open(UnaryOperator<Transport> wire) {
    return new Kernel(
        new Exchange(wire.apply(FAKE.generic())),
        new Exchange(wire.apply(FAKE.route())),
        () -> new Exchange(wire.apply(FAKE.route())),
        () -> new Exchange(wire.apply(FAKE.netfilter())),
        new Procfs(proc.root()),
        (interfaceIndex, frame) -> {});
  }

  private static void namedErrorOnly(Runnable looking) {
    try {
      looking.run();
    } catch (TransportException named) {
      // as it should be
    }
  }
}
