-- The rows of one booking, as few statements as they can be written with: the yardstick for POST /v1/bookings.
BEGIN;
SELECT clock_now() AS now, nextval('bench_booking') AS n \gset
INSERT INTO idempotency (tenant, key_hash, request_hash, status, headers, body)
    VALUES ('raw', sha256(('key' || :n)::bytea), sha256(('body' || :n)::bytea), 201, '{}', repeat('x', 1400)::bytea);
INSERT INTO guest (tenant_id, id, known_by, name, email, language, created_at, updated_at)
    VALUES ('raw', 'gst_' || :n, 'email', 'Guest ' || :n, :n || '@example.com', 'en', clock_now(), clock_now());
INSERT INTO allocation (tenant_id, id, resource_id, holder_kind, holder_id, during, live)
    SELECT 'raw', 'alc_' || :n, 'res_' || (:n % 20), 'booking', 'bkg_' || :n, tstzrange(s, s + interval '90 minutes'), true
    FROM (SELECT timestamptz '2030-01-01' + (:n / 20) * interval '90 minutes') AS seating(s)
    ON CONFLICT DO NOTHING;
INSERT INTO booking (tenant_id, id, venue_id, guest_id, code, state, version, facts_version, party, starts_at, ends_at,
                     expected_by, guarantee, language, resource_ids, late_eta_changes, walk_in, metadata, confirmed_at,
                     updated_at)
    SELECT 'raw', 'bkg_' || :n, 'ven', 'gst_' || :n, 'R' || :n, 'confirmed', 1, 1, 2, s, s + interval '90 minutes',
           s, 'none', 'en', ARRAY['res_' || (:n % 20)], 0, false, '{}', clock_now(), clock_now()
    FROM (SELECT timestamptz '2030-01-01' + (:n / 20) * interval '90 minutes') AS seating(s);
INSERT INTO timer (kind, key, tenant, fire_at)
    VALUES ('expected_guest_is_missing', 'bkg_' || :n, 'raw', timestamptz '2030-01-01' + (:n / 20) * interval '90 minutes');
INSERT INTO subject_sequence (tenant, subject, last) VALUES ('raw', 'bkg_' || :n, 1), ('raw', 'gst_' || :n, 1)
    ON CONFLICT (tenant, subject) DO UPDATE SET last = subject_sequence.last + 1;
INSERT INTO outbox (event_id, tenant, topic, key, type, source, subject, sequence, time, value)
    VALUES ('evt_b' || :n, 'raw', 'booking.events', ('bkg_' || :n)::bytea, 'booking.confirmed.v1', '/booking',
            'bkg_' || :n, 1, clock_now(), repeat('x', 900)::bytea),
           ('evt_g' || :n, 'raw', 'guest.contacts', ('raw gst_' || :n)::bytea, 'guest.contact_set.v1', '/booking',
            'gst_' || :n, 1, clock_now(), repeat('x', 150)::bytea);
COMMIT;
