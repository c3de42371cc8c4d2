package dev.lvs.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** VIPs or local addresses, and the namespaces that may use them. */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("addresspools")
@JsonClassDescription("VIPs or local addresses of FULLNAT, and the namespaces that may use them.")
@AdditionalPrinterColumn(name = "Use", jsonPath = ".spec.use", type = STRING)
@AdditionalPrinterColumn(
    name = "Free IPv4",
    jsonPath = ".status.usage[?(@.family == \"IPv4\")].free",
    type = STRING)
@AdditionalPrinterColumn(
    name = "Free IPv6",
    jsonPath = ".status.usage[?(@.family == \"IPv6\")].free",
    type = STRING)
@AdditionalPrinterColumn(
    name = "Accepted",
    jsonPath = ".status.conditions[?(@.type == \"Accepted\")].status",
    type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public final class AddressPool extends CustomResource<AddressPoolSpec, AddressPoolStatus> {}
