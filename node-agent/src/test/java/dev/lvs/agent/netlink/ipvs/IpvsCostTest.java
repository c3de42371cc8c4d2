package dev.lvs.agent.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsCommands;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Commands;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.GenericFamily.Present;
import dev.lvs.agent.netlink.Visitor;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Costs of programming and reading IPVS, in system calls and garbage. */
class IpvsCostTest {
  private static final ServiceSettings RR = new ServiceSettings("rr", Set.of(), 0, ~0, "");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FakeKernel kernel = new FakeKernel();
  private final Exchange exchange = new Exchange(kernel.generic());
  private final IpvsRequests ipvs =
      new IpvsRequests((Present) GenericFamily.resolve(exchange, Ipvs.IPVS_GENL_NAME));

  @Test
  void loadsElevenThousandObjectsInAHundredAndThirtyCalls() {
    List<IpvsChange> changes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      changes.addAll(load(i, 10));
    }
    int before = kernel.calls();

    List<Answer> answers = exchange.execute(new IpvsCommands(ipvs.family()).of(changes));

    assertThat(answers).hasSize(11_000);
    assertThat(Set.copyOf(answers)).containsExactly(Answer.ACCEPTED);
    assertThat(kernel.calls() - before).isLessThanOrEqualTo(130);
  }

  @Test
  void changesAWeightInTwoCallsAndAThousandInTwelve() {
    exchange.execute(new IpvsCommands(ipvs.family()).of(load(1, 1000)));
    List<IpvsChange> edits = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      edits.add(
          new EditDestination(
              service(1), destination(i), new DestinationSettings(new Masquerade(), 7, 0, 0)));
    }

    int before = kernel.calls();
    exchange.execute(new IpvsCommands(ipvs.family()).of(edits.getFirst()));
    int afterOne = kernel.calls();
    exchange.execute(new IpvsCommands(ipvs.family()).of(edits));
    int afterAll = kernel.calls();

    assertThat(afterOne - before).isEqualTo(2);
    assertThat(afterAll - afterOne).isLessThanOrEqualTo(12);
  }

  @Test
  void readsDestinationsWithoutGarbage() {
    exchange.execute(new IpvsCommands(ipvs.family()).of(load(2, 2000)));
    CountingVisitor many = new CountingVisitor();
    exchange.dump(ipvs.getDestinations(service(2)), new CountingVisitor());

    exchange.dump(ipvs.getDestinations(service(2)), many);

    assertThat(many.weights).isEqualTo(2000);
    assertThat(many.allocated).isZero();
  }

  @Test
  void writesCommandsWithoutGarbage() {
    List<IpvsChange> changes = load(3, 2000);
    AttributeWriter writer = new AttributeWriter(1 << 18);
    Commands commands = new IpvsCommands(ipvs.family()).of(changes);
    write(commands, writer);
    writer.clear();

    long before = THREADS.getCurrentThreadAllocatedBytes();
    write(commands, writer);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(writer.length()).isGreaterThan(2000 * 100);
    // not a byte for each
    assertThat(allocated).isLessThan(2000);
  }

  private static void write(Commands commands, AttributeWriter writer) {
    for (int i = 0; i < commands.size(); i++) {
      writer.message(commands.at().apply(i), 0, i);
    }
  }

  /** Reads destinations and counts the bytes that this allocates. */
  private static final class CountingVisitor implements Visitor {
    private final DestinationEntry entry = new DestinationEntry(true);
    private long allocated;
    private int weights;

    @Override
    public void visit(int type, AttributeReader payload) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      entry.read(payload, AddressFamily.IPV4);
      allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
      weights++;
    }
  }

  private static List<IpvsChange> load(int index, int destinations) {
    ServiceKey service = service(index);
    List<IpvsChange> changes = new ArrayList<>();
    changes.add(new AddService(service, RR));
    for (int i = 0; i < destinations; i++) {
      changes.add(
          new AddDestination(
              service, destination(i), new DestinationSettings(new Masquerade(), 1, 0, 0)));
    }
    return changes;
  }

  private static ServiceKey service(int index) {
    return new AddressKey(Protocol.TCP, IpAddress.parse("192.0.2.1"), index + 1);
  }

  private static DestinationKey destination(int index) {
    return new DestinationKey(IpAddress.parse("198.51.100.1"), index + 1);
  }
}
