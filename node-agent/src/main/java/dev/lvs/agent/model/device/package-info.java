/**
 * Values of the devices that the agent makes (tunnel devices of real servers, the dummy device of
 * VIPs that BGP speakers announce) and of the ports of GUE.
 *
 * <p>May import {@code dev.lvs.net} and {@code dev.lvs.ipvs} and no other package of the project.
 * The decision in it: a device is told by the name that its settings give it, so that another
 * setting is another device.
 */
@NullMarked
package dev.lvs.agent.model.device;

import org.jspecify.annotations.NullMarked;
