package dev.lvs.compile.problem;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * Problem of one real server of a VirtualService.
 *
 * @param source the resource that describes it: a RealServer, or the VirtualService itself
 * @param address its address, where that identifies it
 * @param port the port that it declares; 0 for none
 * @param title name of it in messages
 * @param predicate the rest of the sentence of which that is the subject
 */
public record ServerIssue(
    ResourceName source, Optional<IpAddress> address, int port, String title, String predicate) {
  /** The full sentence. */
  public String message() {
    return title + " " + predicate;
  }
}
