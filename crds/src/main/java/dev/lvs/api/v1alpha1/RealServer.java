package dev.lvs.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A server that answers for virtual services. */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("realservers")
@ShortNames("ipvsrs")
@JsonClassDescription("A server that answers for virtual services.")
@AdditionalPrinterColumn(name = "Address", jsonPath = ".status.addresses[*]", type = STRING)
@AdditionalPrinterColumn(name = "Weight", jsonPath = ".spec.weight", type = INTEGER)
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state", type = STRING)
@AdditionalPrinterColumn(name = "Services", jsonPath = ".status.serviceCount", type = INTEGER)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type == \"Ready\")].status",
    type = STRING)
public final class RealServer extends CustomResource<RealServerSpec, RealServerStatus>
    implements Namespaced {}
