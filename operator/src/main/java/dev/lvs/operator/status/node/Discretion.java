package dev.lvs.operator.status.node;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes the names of other namespaces' resources from messages: what an agent, or the API server,
 * says of a node is for admins, and may be about several tenants.
 */
final class Discretion {
  private static final String NAME = "[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?";
  private static final Pattern RESOURCE =
      Pattern.compile("\\b(?:VirtualService|RealServer) " + NAME + "/" + NAME);

  private Discretion() {}

  /** The message as those may read it who see {@code reader}. */
  static String text(String message, ResourceName reader) {
    return RESOURCE
        .matcher(message)
        .replaceAll(
            found -> Matcher.quoteReplacement(ResourceName.parse(found.group()).seenBy(reader)));
  }

  static Trouble trouble(Trouble trouble, ResourceName reader) {
    return new Trouble(trouble.reason(), text(trouble.message(), reader));
  }

  /** An entry of a report as those may read it who see its resource. */
  static ResourceReport entry(ResourceReport entry) {
    return entry.message() == null
        ? entry
        : entry.withMessage(text(entry.message(), entry.source()));
  }
}
