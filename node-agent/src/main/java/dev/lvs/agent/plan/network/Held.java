package dev.lvs.agent.plan.network;

import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Interface;

/** An address and the interface that has it. */
public record Held(Interface one, Address address) {
  /** As people write it. */
  String text() {
    return address.address() + "/" + address.prefixLength();
  }

  /** The command that takes it off. */
  public String removal() {
    return "ip addr del " + text() + " dev " + one.name();
  }
}
