package dev.lvs.compile.problem;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * What is wrong with one real server of a VirtualService.
 *
 * @param source the resource that describes it: a RealServer, or the VirtualService itself
 * @param address its address, where it is told apart by that
 * @param port the port it says it listens on; 0 for none
 * @param title what messages call it
 * @param predicate the rest of the sentence of which that is the subject
 */
public record ServerIssue(
    ResourceName source, Optional<IpAddress> address, int port, String title, String predicate) {
  /** The full sentence. */
  public String message() {
    return title + " " + predicate;
  }
}
