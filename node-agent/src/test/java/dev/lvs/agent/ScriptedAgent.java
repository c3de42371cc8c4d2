package dev.lvs.agent;

import dev.lvs.agent.kernel.FakeNode;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.round.Round;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** An agent on a fake kernel that a script tells its plans and news. */
final class ScriptedAgent {
  static final Duration INTERVAL = Duration.ofSeconds(7);
  static final ServiceKey WEB = service("192.0.2.10");
  static final DestinationKey FIRST = new DestinationKey(ip("198.51.100.21"), 80);
  static final String ONE = "198.51.100.21";
  static final String TWO = "198.51.100.22";

  private final FakeNode node;
  private final ScriptedSource script = new ScriptedSource();
  private final List<Round> rounds = new ArrayList<>();

  ScriptedAgent(Path directory) {
    node = new FakeNode(directory);
  }

  FakeNode node() {
    return node;
  }

  ScriptedSource script() {
    return script;
  }

  List<Round> rounds() {
    return rounds;
  }

  /** Runs an agent until its source has nothing more to say. */
  void run(ScriptedSource source) {
    agent(source).run();
  }

  Agent agent(ScriptedSource source) {
    AgentSettings settings = new AgentSettings(node.stateDirectory(), INTERVAL);
    Agent agent = new Agent(settings, source, node::open, source.inbox(), rounds::add);
    source.drives(agent);
    return agent;
  }

  /** Destinations of {@link #WEB} in the kernel. */
  Set<DestinationKey> destinations() {
    return Objects.requireNonNull(node.state().services().get(WEB)).destinations().keySet();
  }

  static Condition condition(NodePlanStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  static ServiceSettings settings() {
    return new ServiceSettings("rr", Set.of(), 0, -1, "");
  }

  static ServiceKey service(String address) {
    return new AddressKey(Protocol.TCP, ip(address), 80);
  }

  static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }
}
