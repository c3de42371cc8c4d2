package dev.lvs.agent.report;

import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * One deviation of the node from its plan.
 *
 * @param source the resource it was for; the node's plan itself where it was for none
 * @param reason one word in CamelCase
 * @param failed the intended action, and the kernel's answer if there was one
 * @param message consequence and remedy, for people
 * @param numbers measurements, beside the count
 * @param realServer the real server, where it concerns only one
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
