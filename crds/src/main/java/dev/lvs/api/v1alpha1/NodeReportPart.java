package dev.lvs.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A part of the report of a node that is too large for the status of its NodePlan.
 *
 * <p>Written by the agent of that node alone. There are at most 256 names for the parts of a node,
 * so that a stolen token of an agent cannot be used to fill the store; the status of the NodePlan
 * names those that are in force, with a digest of the content of each.
 */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("nodereportparts")
@JsonClassDescription(
    "A part of a node's report that is too large for the status of its NodePlan: written by the"
        + " node-agent there.")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".spec.nodeName", type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public final class NodeReportPart extends CustomResource<NodeReportPartSpec, Void> {}
