package dev.lvs.agent.report;

import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * One thing of a plan that is not so on the node.
 *
 * @param source the resource it was for; the node's plan itself where it was for none
 * @param reason one word in CamelCase
 * @param failed what was to be done, and what the kernel answered if it was asked
 * @param message what it means and what to do, for people
 * @param numbers what can be measured of it, beside how many there are
 * @param realServer the real server that it is about alone, where it is
 */
public record Shortfall(
    ResourceName source,
    ResourceState state,
    String reason,
    FailedChange failed,
    String message,
    Optional<ResourceNumbers> numbers,
    Optional<IpAddress> realServer) {

  /** The kernel's word for it where it has one, else ours. */
  public String cause() {
    return failed.errno() == null ? reason : failed.errno();
  }
}
