package dev.lvs.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A service that clients reach under virtual addresses, and the kernel balances over real servers.
 */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("virtualservices")
@ShortNames("ipvs")
@JsonClassDescription(
    "A service that clients reach under virtual addresses, and that the kernel (IPVS) balances over"
        + " real servers.")
@AdditionalPrinterColumn(name = "Address", jsonPath = ".status.summary.addresses", type = STRING)
@AdditionalPrinterColumn(name = "Ports", jsonPath = ".status.summary.ports", type = STRING)
@AdditionalPrinterColumn(name = "Method", jsonPath = ".spec.forwarding.method", type = STRING)
@AdditionalPrinterColumn(name = "Scheduler", jsonPath = ".spec.scheduler", type = STRING)
@AdditionalPrinterColumn(name = "Servers", jsonPath = ".status.summary.servers", type = STRING)
@AdditionalPrinterColumn(name = "Directors", jsonPath = ".status.summary.directors", type = STRING)
@AdditionalPrinterColumn(
    name = "Holder",
    jsonPath = ".status.holder.node",
    type = STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type == \"Ready\")].status",
    type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public final class VirtualService extends CustomResource<VirtualServiceSpec, VirtualServiceStatus>
    implements Namespaced {}
