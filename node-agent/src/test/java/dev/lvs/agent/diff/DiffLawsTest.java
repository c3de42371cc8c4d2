package dev.lvs.agent.diff;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.conntrack.FlowChange.ForgetFlows;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.device.DeviceChange.DeleteDevice;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.nft.TableChange.DeleteTable;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.kernel.route.RouteChange.AddRoute;
import dev.lvs.agent.kernel.route.RouteChange.DeleteRoute;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.kernel.timeout.TimeoutChange.RestoreTimeout;
import dev.lvs.agent.kernel.timeout.TimeoutChange.SetTimeout;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import dev.lvs.ipvs.ServiceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of the diff, for any desired state, any kernel and any ledger. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class DiffLawsTest {
  @Provide
  Arbitrary<KernelState> desired() {
    return States.desired();
  }

  @Provide
  Arbitrary<KernelState> observed() {
    return States.observed();
  }

  @Provide
  Arbitrary<KernelState> settled() {
    return States.observed().map(States::inOrder);
  }

  @Provide
  Arbitrary<Ownership> owned() {
    return States.owned();
  }

  @Provide
  Arbitrary<Set<ServiceKey>> adopted() {
    return States.adopted();
  }

  @Property
  void aStateNeedsNoChangeToBecomeItself(
      @ForAll("settled") KernelState state, @ForAll("owned") Ownership owned) {
    assertThat(Diff.of(state, state, owned, Set.of()).changes()).isEmpty();
  }

  @Property
  void theChangesLeadToTheDesiredStateButForWhatIsInTheWay(
      @ForAll("desired") KernelState desired,
      @ForAll("observed") KernelState observed,
      @ForAll("owned") Ownership owned,
      @ForAll("adopted") Set<ServiceKey> adopted) {
    MemoryKernel kernel = new MemoryKernel(observed, owned);
    Diff diff = Diff.of(desired, observed, kernel.owned(), adopted);

    kernel.apply(diff.changes());

    KernelState after = kernel.state();
    desired.services().values().forEach(server -> assertProgrammed(server, after, diff.foreign()));
    assertThat(after.vips()).containsAll(desired.vips());
    assertThat(after.sysctls()).containsAllEntriesOf(desired.sysctls());
    if (owned.table() || observed.rules().isEmpty()) {
      assertThat(after.rules()).isEqualTo(desired.rules());
    }
    Set<OwnDevice> missing = new HashSet<>(desired.devices());
    missing.removeAll(after.devices());
    assertThat(missing)
        .allMatch(
            end ->
                diff.foreign().stream()
                    .anyMatch(
                        foreign ->
                            foreign instanceof Foreign.Device(var other, var inTheWay)
                                && inTheWay
                                && other.title().equals(end.title())));
  }

  @Property
  void afterTheChangesThereIsNothingLeftToDo(
      @ForAll("desired") KernelState desired,
      @ForAll("observed") KernelState observed,
      @ForAll("owned") Ownership owned,
      @ForAll("adopted") Set<ServiceKey> adopted) {
    MemoryKernel kernel = new MemoryKernel(observed, owned);

    kernel.apply(Diff.of(desired, observed, kernel.owned(), adopted).changes());

    assertThat(Diff.of(desired, kernel.state(), kernel.owned(), adopted).changes()).isEmpty();
  }

  @Property
  void whereverItIsCutOffTheNextRoundEndsTheSame(
      @ForAll("desired") KernelState desired,
      @ForAll("observed") KernelState observed,
      @ForAll("owned") Ownership owned,
      @ForAll("adopted") Set<ServiceKey> adopted,
      @ForAll @IntRange(max = 30) int cut) {
    MemoryKernel whole = new MemoryKernel(observed, owned);
    List<Change> changes = Diff.of(desired, observed, whole.owned(), adopted).changes();
    whole.apply(changes);

    MemoryKernel killed = new MemoryKernel(observed, owned);
    killed.apply(changes.subList(0, Math.min(cut, changes.size())));
    changes.stream().skip(cut).limit(1).forEach(killed::claim);
    killed.apply(Diff.of(desired, killed.state(), killed.owned(), adopted).changes());

    assertThat(killed.state()).isEqualTo(whole.state());
  }

  @Property
  void whatIsNotOursStaysAsItIs(
      @ForAll("desired") KernelState desired,
      @ForAll("observed") KernelState observed,
      @ForAll("owned") Ownership owned) {
    MemoryKernel kernel = new MemoryKernel(observed, owned);
    Ownership ours = kernel.owned();

    kernel.apply(Diff.of(desired, observed, ours, Set.of()).changes());

    KernelState after = kernel.state();
    observed.services().values().forEach(server -> assertForeignKept(server, ours, after));
    Set<Vip> foreignVips = new HashSet<>(observed.vips());
    foreignVips.removeAll(ours.vips());
    assertThat(after.vips()).containsAll(foreignVips);
    Set<OwnDevice> foreignDevices = new HashSet<>(observed.devices());
    foreignDevices.removeAll(ours.devices());
    assertThat(after.devices()).containsAll(foreignDevices);
    if (!ours.table() && !observed.rules().isEmpty()) {
      assertThat(after.rules()).isEqualTo(observed.rules());
    }
    observed
        .sysctls()
        .forEach(
            (path, value) -> {
              boolean ofATunnel = path.endsWith("rp_filter");
              if (!ofATunnel
                  && !ours.sysctls().containsKey(path)
                  && !desired.sysctls().containsKey(path)) {
                assertThat(after.sysctls()).containsEntry(path, value);
              }
            });
  }

  @Property
  void readyComesBeforeReachableAndAddingBeforeRemoving(
      @ForAll("desired") KernelState desired,
      @ForAll("observed") KernelState observed,
      @ForAll("owned") Ownership owned,
      @ForAll("adopted") Set<ServiceKey> adopted) {
    List<Change> changes = Diff.of(desired, observed, owned, adopted).changes();

    // the table is written before and after, and what is moved is there again at once
    assertThat(changes)
        .filteredOn(change -> !(change instanceof ReplaceTable))
        .filteredOn(change -> !isMoved(change, changes))
        .extracting(change -> stage(change, desired.daemons().keySet()))
        .isSorted();
  }

  private static boolean isMoved(Change change, List<Change> changes) {
    int next = changes.indexOf(change) + 1;
    return change instanceof DeleteDestination
        && next < changes.size()
        && changes.get(next) instanceof AddDestination again
        && again.subject().equals(change.subject());
  }

  private static int stage(Change change, Set<SyncDaemon.State> running) {
    return switch (change) {
      // a tunnel device's own come after the device, which the memory kernel insists on
      case SetSysctl _, SetTimeout _, AddDevice _ -> 1;
      case AddRoute _, AddService _, EditService _, AddDestination _, EditDestination _ -> 2;
      case StartDaemon _ -> 3;
      case ReplaceTable _, AddVip _ -> 4;
      case DeleteVip _ -> 5;
      case DeleteDestination _, DeleteService _, DeleteRoute _, ForgetFlows _ -> 6;
      case DeleteTable _ -> 7;
      // one that is to run is started anew at once
      case StopDaemon(var daemon) -> running.contains(daemon.state()) ? 3 : 8;
      case RestoreTimeout _, RestoreSysctl _ -> 9;
      case DeleteDevice _ -> 10;
      default -> throw new IllegalStateException("at no stage: " + change);
    };
  }

  private static void assertProgrammed(
      VirtualServer wanted, KernelState after, List<Foreign> foreign) {
    if (foreign.contains(new Foreign.Service(wanted.key()))) {
      return;
    }
    VirtualServer present = requireNonNull(after.services().get(wanted.key()));
    assertThat(present.settings()).isEqualTo(wanted.settings());
    wanted
        .destinations()
        .forEach(
            (key, settings) -> {
              if (!foreign.contains(new Foreign.Destination(wanted.key(), key, true))) {
                assertThat(present.destinations()).containsEntry(key, settings);
              }
            });
  }

  private static void assertForeignKept(VirtualServer before, Ownership ours, KernelState after) {
    var own = ours.services().get(before.key());
    if (own == null) {
      assertThat(after.services()).containsEntry(before.key(), before);
      return;
    }
    before
        .destinations()
        .forEach(
            (key, settings) -> {
              if (!own.contains(key)) {
                assertThat(requireNonNull(after.services().get(before.key())).destinations())
                    .containsEntry(key, settings);
              }
            });
  }
}
