/**
 * Uploads that go on where they broke off: tus 1.0 (https://tus.io/protocols/resumable-upload), core protocol with the
 * extensions creation, termination and expiration.
 */
package netlessons.share.tus;
