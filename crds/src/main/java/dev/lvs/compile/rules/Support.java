package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;

/**
 * The one list of what the API accepts and is not implemented yet. Implementing a feature deletes
 * its line here; nothing else has to know.
 */
public final class Support {
  private final ResourceName resource;
  private final Report report;

  private Support(ResourceName resource, Report report) {
    this.resource = resource;
    this.report = report;
  }

  static void check(ResourceName name, VirtualServiceSpec spec, Report report) {
    new Support(name, report).service(spec);
  }

  static void check(ResourceName name, DirectorGroupSpec spec, Report report) {
    new Support(name, report).group(spec);
  }

  private void service(VirtualServiceSpec spec) {
    lacks(
        spec.addressPool() != null,
        "spec.addressPool",
        "allocation from a pool",
        "List the VIPs in spec.addresses.");
    lacks(
        spec.realServers().serviceRef() != null,
        "spec.realServers.serviceRef",
        "serviceRef",
        "Use selector, names, nodeSelector or inline.");
  }

  private void group(DirectorGroupSpec spec) {
    lacks(
        spec.maxUnavailable() != null,
        "spec.maxUnavailable",
        "maxUnavailable",
        "Remove the field.");
  }

  private void lacks(boolean asked, String field, String what, String remedy) {
    if (asked) {
      String start = Character.toUpperCase(what.charAt(0)) + what.substring(1);
      report.refuse(
          resource, field, Reason.NOT_YET_SUPPORTED, start + " is not supported yet. " + remedy);
    }
  }
}
