package dev.lvs.scenario;

import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Client;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A lab with agents that carry out an example: what a test of packets starts from. */
final class Scenario implements AutoCloseable {

  private final Lab lab;
  private final EditableManifests manifests;
  private final Agents agents;

  /** Starts an example on a topology, and waits until it is in the kernel. */
  Scenario(Topology topology, String example) {
    this(topology, example, manifests -> manifests);
  }

  /** The same with the manifests changed beforehand. */
  Scenario(Topology topology, String example, UnaryOperator<EditableManifests> edit) {
    this(topology, example, edit, Agents::run);
  }

  private Scenario(
      Topology topology,
      String example,
      UnaryOperator<EditableManifests> edit,
      BiFunction<Lab, EditableManifests, Agents> start) {
    manifests = edit.apply(EditableManifests.ofExample(example));
    lab = Lab.of(topology);
    try {
      agents = start.apply(lab, manifests);
    } catch (RuntimeException | Error e) {
      lab.close();
      manifests.close();
      throw e;
    }
  }

  /** Starts an example of which not all will be as planned, and waits for nothing. */
  static Scenario begun(Topology topology, String example, UnaryOperator<EditableManifests> edit) {
    return new Scenario(
        topology, example, edit, (lab, files) -> Agents.begin(lab, files, Duration.ofMinutes(5)));
  }

  Lab lab() {
    return lab;
  }

  Host host(String name) {
    return lab.host(name);
  }

  Host director() {
    return lab.director();
  }

  Client client() {
    return lab.client();
  }

  Agents agents() {
    return agents;
  }

  /** Edits one of the manifests, and waits until the change is in the kernel. */
  void edit(String file, String said, String says) {
    manifests.replace(file, said, says);
    agents.settle();
  }

  /** Edits one of the manifests, and waits until the kernel of a node refused some of it. */
  List<Refused> editInVain(String node, String file, String said, String says) {
    manifests.replace(file, said, says);
    return agents.refusals(node);
  }

  /** Takes one document out of a file, and waits until the change is in the kernel. */
  void remove(String file, String containing) {
    manifests.removeDocument(file, containing);
    agents.settle();
  }

  @Override
  public void close() {
    agents.close();
    lab.close();
    manifests.close();
  }
}
