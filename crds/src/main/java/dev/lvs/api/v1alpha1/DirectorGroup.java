package dev.lvs.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Nodes that hold VIPs and the IPVS table. */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("directorgroups")
@ShortNames("dg")
@JsonClassDescription("Nodes that hold VIPs and the IPVS table.")
@AdditionalPrinterColumn(name = "Nodes", jsonPath = ".status.nodeCount", type = INTEGER)
@AdditionalPrinterColumn(name = "Announcement", jsonPath = ".spec.announcement.mode", type = STRING)
@AdditionalPrinterColumn(name = "Holder", jsonPath = ".status.holder.node", type = STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type == \"Ready\")].status",
    type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public final class DirectorGroup extends CustomResource<DirectorGroupSpec, DirectorGroupStatus> {}
