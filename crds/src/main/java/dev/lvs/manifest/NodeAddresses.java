package dev.lvs.manifest;

import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeStatus;
import java.util.List;

/** The status of a Node, as far as it is read. */
record NodeAddresses(List<Address> addresses) {

  /**
   * One address.
   *
   * @param type e.g. {@code InternalIP}
   */
  record Address(@Required String type, @Required String address) {}

  static NodeAddresses of(NodeStatus model) {
    return new NodeAddresses(
        model.getAddresses().stream().map(a -> new Address(a.getType(), a.getAddress())).toList());
  }

  NodeStatus model() {
    NodeStatus model = new NodeStatus();
    model.setAddresses(
        addresses.stream().map(a -> new NodeAddress(a.address(), a.type())).toList());
    return model;
  }
}
