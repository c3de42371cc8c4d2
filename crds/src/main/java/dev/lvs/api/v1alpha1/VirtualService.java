package dev.lvs.api.v1alpha1;

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
public final class VirtualService extends CustomResource<VirtualServiceSpec, VirtualServiceStatus>
    implements Namespaced {}
