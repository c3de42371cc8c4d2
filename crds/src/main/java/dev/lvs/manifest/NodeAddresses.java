package dev.lvs.manifest;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.generator.annotation.Required;
import java.util.List;

/** The status of a Node, as far as it is read. */
record NodeAddresses(List<Address> addresses) {
  NodeAddresses {
    addresses = requireNonNullElse(addresses, List.of());
  }

  /**
   * One address.
   *
   * @param type e.g. {@code InternalIP}
   */
  record Address(@Required String type, @Required String address) {}
}
