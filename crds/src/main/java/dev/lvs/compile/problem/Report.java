package dev.lvs.compile.problem;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The problems found so far in one compilation. */
public final class Report {
  private final SortedSet<Problem> problems = new TreeSet<>();
  private final SortedSet<ResourceName> refused = new TreeSet<>();
  private final Set<ResourceName> lackRight = new HashSet<>();

  public void refuse(ResourceName resource, String field, Reason reason, String message) {
    refused.add(resource);
    if (reason.isOfRights()) {
      lackRight.add(resource);
    }
    add(resource, field, reason, Consequence.REFUSED, message);
  }

  /** Refuses a service because of one real server of its own. */
  public void refuse(ResourceName resource, String field, Reason reason, ServerIssue server) {
    refused.add(resource);
    if (reason.isOfRights()) {
      lackRight.add(resource);
    }
    add(resource, field, reason, Consequence.REFUSED, server);
  }

  /** Leaves one real server out of a service. */
  public void leaveOut(ResourceName resource, String field, Reason reason, ServerIssue server) {
    add(resource, field, reason, Consequence.LEFT_OUT, server);
  }

  public void leaveOut(ResourceName resource, String field, Reason reason, String message) {
    add(resource, field, reason, Consequence.LEFT_OUT, message);
  }

  public void note(ResourceName resource, String field, Reason reason, String message) {
    add(resource, field, reason, Consequence.NOTED, message);
  }

  /** Returns whether the resource is refused for want of a right. */
  public boolean lacksRight(ResourceName resource) {
    return lackRight.contains(resource);
  }

  public boolean refused(ResourceName resource) {
    return refused.contains(resource);
  }

  public SortedSet<ResourceName> refused() {
    return Collections.unmodifiableSortedSet(refused);
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  private void add(
      ResourceName resource,
      String field,
      Reason reason,
      Consequence consequence,
      ServerIssue server) {
    problems.add(
        new Problem(resource, field, reason, consequence, server.message(), Optional.of(server)));
  }

  private void add(
      ResourceName resource, String field, Reason reason, Consequence consequence, String message) {
    problems.add(new Problem(resource, field, reason, consequence, message));
  }
}
