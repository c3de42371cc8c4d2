package dev.lvs.agent.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.model.DestinationKey;
import dev.lvs.agent.model.DestinationSettings;
import dev.lvs.agent.model.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.Protocol;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.ServiceKey.AddressKey;
import dev.lvs.agent.model.ServiceSettings;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.GenericFamily.Present;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Visitor;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What programming and reading cost in system calls and garbage. */
class IpvsCostTest {
  private static final ServiceSettings RR = new ServiceSettings("rr", Set.of(), 0, ~0, "");

  private final FakeKernel kernel = new FakeKernel();
  private final Exchange exchange = new Exchange(kernel.generic());
  private final IpvsRequests ipvs =
      new IpvsRequests((Present) GenericFamily.resolve(exchange, Ipvs.IPVS_GENL_NAME));

  @Test
  void loadsElevenThousandObjectsInAHundredAndThirtyCalls() {
    List<Message> commands = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      commands.addAll(load(i, 10));
    }
    int before = kernel.calls();

    List<Answer> answers = exchange.execute(commands);

    assertThat(answers).hasSize(11_000);
    assertThat(Set.copyOf(answers)).containsExactly(Answer.ACCEPTED);
    assertThat(kernel.calls() - before).isLessThanOrEqualTo(130);
  }

  @Test
  void changesAWeightInTwoCallsAndAThousandInTwelve() {
    exchange.execute(load(1, 1000));
    List<Message> edits = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      edits.add(
          ipvs.setDestination(
              service(1), destination(i), new DestinationSettings(new Masquerade(), 7, 0, 0)));
    }

    int before = kernel.calls();
    exchange.execute(edits.getFirst());
    int afterOne = kernel.calls();
    exchange.execute(edits);
    int afterAll = kernel.calls();

    assertThat(afterOne - before).isEqualTo(2);
    assertThat(afterAll - afterOne).isLessThanOrEqualTo(12);
  }

  @Test
  void readsDestinationsWithoutGarbage() {
    exchange.execute(load(2, 2000));
    CountingVisitor many = new CountingVisitor();
    exchange.dump(ipvs.getDestinations(service(2)), new CountingVisitor());

    exchange.dump(ipvs.getDestinations(service(2)), many);

    assertThat(many.weights).isEqualTo(2000);
    assertThat(many.allocated).isZero();
  }

  /** Reads destinations and counts the bytes that this allocates. */
  private static final class CountingVisitor implements Visitor {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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

  private List<Message> load(int index, int destinations) {
    List<Message> commands = new ArrayList<>();
    commands.add(ipvs.newService(service(index), RR));
    for (int i = 0; i < destinations; i++) {
      commands.add(
          ipvs.newDestination(
              service(index), destination(i), new DestinationSettings(new Masquerade(), 1, 0, 0)));
    }
    return commands;
  }

  private static ServiceKey service(int index) {
    return new AddressKey(Protocol.TCP, IpAddress.parse("192.0.2.1"), index + 1);
  }

  private static DestinationKey destination(int index) {
    return new DestinationKey(IpAddress.parse("198.51.100.1"), index + 1);
  }
}
