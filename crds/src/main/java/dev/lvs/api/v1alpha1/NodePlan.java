package dev.lvs.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * Desired state of one node: written by the operator, carried out and reported on by the
 * node-agent.
 */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("nodeplans")
@JsonClassDescription(
    "What one node must hold: written by the operator, carried out and reported on by the"
        + " node-agent there.")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".spec.nodeName", type = STRING)
@AdditionalPrinterColumn(name = "Roles", jsonPath = ".status.roles", type = STRING)
@AdditionalPrinterColumn(name = "Services", jsonPath = ".status.services", type = INTEGER)
@AdditionalPrinterColumn(name = "Destinations", jsonPath = ".status.destinations", type = INTEGER)
@AdditionalPrinterColumn(
    name = "Programmed",
    jsonPath = ".status.conditions[?(@.type == \"Programmed\")].status",
    type = STRING)
@AdditionalPrinterColumn(
    name = "Responding",
    jsonPath = ".status.conditions[?(@.type == \"Responding\")].status",
    type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public final class NodePlan extends CustomResource<NodePlanSpec, NodePlanStatus> {}
