package dev.lvs.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** VIPs, and the namespaces that may use them. */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("addresspools")
public final class AddressPool extends CustomResource<AddressPoolSpec, AddressPoolStatus> {}
