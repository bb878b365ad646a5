BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE alias (
	name TEXT NOT NULL, 
	card INTEGER NOT NULL, 
	CONSTRAINT pk_alias PRIMARY KEY (name), 
	CONSTRAINT fk_alias_card_card FOREIGN KEY(card) REFERENCES card (id) ON DELETE RESTRICT
);
CREATE TABLE card (
	id INTEGER NOT NULL, 
	uid TEXT NOT NULL, 
	name TEXT NOT NULL, 
	deck INTEGER NOT NULL, 
	entry TEXT NOT NULL, 
	part TEXT NOT NULL, 
	content INTEGER, 
	meta TEXT DEFAULT '{}' NOT NULL, 
	position INTEGER DEFAULT 0 NOT NULL, 
	retired INTEGER DEFAULT 0 NOT NULL, 
	held TEXT DEFAULT '' NOT NULL, 
	since INTEGER NOT NULL, 
	CONSTRAINT pk_card PRIMARY KEY (id), 
	CONSTRAINT ck_card_asked_has_content CHECK (retired = 1 OR content IS NOT NULL), 
	CONSTRAINT ck_card_retired CHECK (retired IN (0, 1)), 
	CONSTRAINT fk_card_content_content FOREIGN KEY(content) REFERENCES content (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_card_deck_deck FOREIGN KEY(deck) REFERENCES deck (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_card_name UNIQUE (name), 
	CONSTRAINT uq_card_uid UNIQUE (uid)
);
INSERT INTO "card" VALUES(1,'89e6cad2e59ab94ff685d241ffabfaa6','optimizers/adam-betas',1,'adam-betas','',5,'{}',0,0,'',1773144000000);
INSERT INTO "card" VALUES(2,'bbcefc4bb475422b000f7d215cc2c06d','optimizers/sgd',1,'sgd','',2,'{}',1,0,'',1773144000000);
INSERT INTO "card" VALUES(3,'aaeaca03575f521aa4d5cfed9034e9c1','optimizers/lion',1,'lion','',3,'{}',2,0,'',1773144000000);
INSERT INTO "card" VALUES(4,'0512cb2491fc832d9203ddce8b1c8c17','shapes/sum',2,'sum','',4,'{"tags": ["numpy"]}',0,0,'needs cuda',1773144000000);
CREATE TABLE content (
	id INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	json TEXT NOT NULL, 
	CONSTRAINT pk_content PRIMARY KEY (id), 
	CONSTRAINT uq_content_hash UNIQUE (hash)
);
INSERT INTO "content" VALUES(1,'6bb7f2e1206ae01cc85a85980845e081','basic','{"a":[["","answer"]],"kind":"basic","q":[["","What is adam-betas?"]]}');
INSERT INTO "content" VALUES(2,'8cc1576a489b3c41729747483235b7fe','basic','{"a":[["","answer"]],"kind":"basic","q":[["","What is sgd?"]]}');
INSERT INTO "content" VALUES(3,'90ea746240aacf4ebe0dba87d21d22b9','basic','{"a":[["","answer"]],"kind":"basic","q":[["","What is lion?"]]}');
INSERT INTO "content" VALUES(4,'5987e46a9c7d45d80204930cf4cf37c7','live','{"ask":["value"],"kind":"live","q":[["","question"]],"run":{"code":"1 + $n","vary":[["n","1..9"]]}}');
INSERT INTO "content" VALUES(5,'4a7eb2e08523ddcd1a87d8461fd00272','basic','{"a":[["","answer"]],"kind":"basic","q":[["","What is Adam good for?"]]}');
CREATE TABLE daily (
	day INTEGER NOT NULL, 
	deck INTEGER NOT NULL, 
	measure INTEGER NOT NULL, 
	value INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	passed INTEGER NOT NULL, 
	timed INTEGER NOT NULL, 
	ms INTEGER NOT NULL, 
	CONSTRAINT pk_daily PRIMARY KEY (day, deck, measure, value)
)
 WITHOUT ROWID

;
INSERT INTO "daily" VALUES(739685,0,0,0,2,1,2,3000);
INSERT INTO "daily" VALUES(739685,0,0,2,1,1,1,500);
INSERT INTO "daily" VALUES(739685,0,1,2,1,0,1,2000);
INSERT INTO "daily" VALUES(739685,0,1,5,1,1,1,1000);
INSERT INTO "daily" VALUES(739685,1,0,0,2,1,2,3000);
INSERT INTO "daily" VALUES(739685,1,0,2,1,1,1,500);
INSERT INTO "daily" VALUES(739685,1,1,2,1,0,1,2000);
INSERT INTO "daily" VALUES(739685,1,1,5,1,1,1,1000);
CREATE TABLE deck (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT DEFAULT '[]' NOT NULL, 
	file INTEGER, 
	cards INTEGER DEFAULT 0 NOT NULL, 
	held INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_deck PRIMARY KEY (id), 
	CONSTRAINT fk_deck_file_deck_file FOREIGN KEY(file) REFERENCES deck_file (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_deck_name UNIQUE (name)
);
INSERT INTO "deck" VALUES(1,'optimizers','[["", "Optimizers"]]',1,3,0);
INSERT INTO "deck" VALUES(2,'shapes','[["", "Shapes"]]',2,1,1);
CREATE TABLE deck_file (
	id INTEGER NOT NULL, 
	root TEXT NOT NULL, 
	path TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	mtime_ns INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	problems INTEGER NOT NULL, 
	CONSTRAINT pk_deck_file PRIMARY KEY (id)
);
INSERT INTO "deck_file" VALUES(1,'/decks','optimizers.yaml',10,1700000000000000000,'d1',0);
INSERT INTO "deck_file" VALUES(2,'/decks','shapes.yaml',10,1700000000000000000,'d1',0);
CREATE TABLE device (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	place TEXT, 
	since INTEGER NOT NULL, 
	CONSTRAINT pk_device PRIMARY KEY (id), 
	CONSTRAINT uq_device_name UNIQUE (name)
);
INSERT INTO "device" VALUES(1,'2682637c67724253854320c8258172d1','c82b3b7b9182afb4c2205cb6ad74f823',1773144000000);
CREATE TABLE due_count (
	deck INTEGER NOT NULL, 
	due INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_due_count PRIMARY KEY (deck, due)
)
 WITHOUT ROWID

;
INSERT INTO "due_count" VALUES(1,0,1);
INSERT INTO "due_count" VALUES(1,739686,2);
CREATE TABLE env (
	id INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	json TEXT NOT NULL, 
	CONSTRAINT pk_env PRIMARY KEY (id), 
	CONSTRAINT uq_env_hash UNIQUE (hash)
);
CREATE TABLE face (
	card INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_face PRIMARY KEY (card), 
	CONSTRAINT fk_face_card_card FOREIGN KEY(card) REFERENCES card (id) ON DELETE RESTRICT
);
INSERT INTO "face" VALUES(1,'optimizers/adam-betas

answer
What is Adam good for?

');
INSERT INTO "face" VALUES(2,'optimizers/sgd

answer
What is sgd?

');
INSERT INTO "face" VALUES(3,'optimizers/lion

answer
What is lion?

');
INSERT INTO "face" VALUES(4,'shapes/sum
numpy
question
1 + $n

');
CREATE TABLE face_index_upto (card INTEGER NOT NULL);
INSERT INTO "face_index_upto" VALUES(4);
CREATE TABLE log (
	id INTEGER NOT NULL, 
	device INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	ord INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	"offset" INTEGER NOT NULL, 
	day INTEGER NOT NULL, 
	card INTEGER NOT NULL, 
	deck INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	grade INTEGER, 
	ms INTEGER, 
	typed TEXT, 
	outcome TEXT NOT NULL, 
	seed INTEGER, 
	drawn TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	note TEXT NOT NULL, 
	target_device INTEGER, 
	target_seq INTEGER, 
	gesture INTEGER NOT NULL, 
	content INTEGER, 
	params INTEGER, 
	env INTEGER, 
	CONSTRAINT pk_log PRIMARY KEY (id), 
	CONSTRAINT ck_log_graded CHECK (act <> 'grade' OR grade IS NOT NULL), 
	CONSTRAINT ck_log_target CHECK ((target_device IS NULL) = (target_seq IS NULL)), 
	CONSTRAINT ck_log_grade CHECK (grade BETWEEN 0 AND 5), 
	CONSTRAINT ck_log_ms CHECK (ms >= 0), 
	CONSTRAINT ck_log_seq CHECK (seq > 0), 
	CONSTRAINT fk_log_card_card FOREIGN KEY(card) REFERENCES card (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_log_content_content FOREIGN KEY(content) REFERENCES content (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_log_deck_deck FOREIGN KEY(deck) REFERENCES deck (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_log_device_device FOREIGN KEY(device) REFERENCES device (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_log_env_env FOREIGN KEY(env) REFERENCES env (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_log_params_params FOREIGN KEY(params) REFERENCES params (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_log_target_device_device FOREIGN KEY(target_device) REFERENCES device (id) ON DELETE RESTRICT
);
INSERT INTO "log" VALUES(1,1,1,1773144060000,1773144060000,0,739685,1,1,'grade',5,1000,NULL,'',NULL,'','','',NULL,NULL,1,1,1,NULL);
INSERT INTO "log" VALUES(2,1,2,1773144060001,1773144060000,0,739685,2,1,'grade',2,2000,NULL,'',NULL,'','','',NULL,NULL,2,2,1,NULL);
INSERT INTO "log" VALUES(3,1,3,1773144060002,1773144060000,0,739685,2,1,'grade',4,500,NULL,'',NULL,'','','',NULL,NULL,3,2,1,NULL);
INSERT INTO "log" VALUES(4,1,4,1773144060003,1773144060000,0,739685,3,1,'grade',1,900,NULL,'',NULL,'','','',NULL,NULL,4,3,1,NULL);
INSERT INTO "log" VALUES(5,1,5,1773144060004,1773144000000,0,739685,3,1,'undo',NULL,NULL,NULL,'',NULL,'','','',1,4,5,NULL,1,NULL);
CREATE TABLE params (
	id INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	json TEXT NOT NULL, 
	CONSTRAINT pk_params PRIMARY KEY (id), 
	CONSTRAINT uq_params_hash UNIQUE (hash)
);
INSERT INTO "params" VALUES(1,'34ece6b523ffc4c6a90636d0dca9c374','{"max_interval":36500,"rollover_hour":4,"scheduler":"sm2/1"}');
CREATE TABLE review (
	log INTEGER NOT NULL, 
	card INTEGER NOT NULL, 
	deck INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	day INTEGER NOT NULL, 
	hour INTEGER NOT NULL, 
	grade INTEGER NOT NULL, 
	ms INTEGER, 
	drill INTEGER NOT NULL, 
	stage INTEGER NOT NULL, 
	lapse INTEGER NOT NULL, 
	elapsed INTEGER NOT NULL, 
	interval_before INTEGER NOT NULL, 
	interval_after INTEGER NOT NULL, 
	ef_after INTEGER NOT NULL, 
	CONSTRAINT pk_review PRIMARY KEY (log), 
	CONSTRAINT ck_review_drill CHECK (drill IN (0, 1)), 
	CONSTRAINT ck_review_grade CHECK (grade BETWEEN 0 AND 5), 
	CONSTRAINT ck_review_hour CHECK (hour BETWEEN 0 AND 23), 
	CONSTRAINT ck_review_lapse CHECK (lapse IN (0, 1)), 
	CONSTRAINT ck_review_stage CHECK (stage BETWEEN 0 AND 2), 
	CONSTRAINT fk_review_card_card FOREIGN KEY(card) REFERENCES card (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_review_deck_deck FOREIGN KEY(deck) REFERENCES deck (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_review_log_log FOREIGN KEY(log) REFERENCES log (id) ON DELETE RESTRICT
);
INSERT INTO "review" VALUES(1,1,1,'basic',739685,12,5,1000,0,0,0,0,0,1,260);
INSERT INTO "review" VALUES(2,2,1,'basic',739685,12,2,2000,0,0,0,0,0,1,250);
INSERT INTO "review" VALUES(3,2,1,'basic',739685,12,4,500,1,0,0,0,1,1,250);
CREATE TABLE standing (
	deck INTEGER NOT NULL, 
	measure INTEGER NOT NULL, 
	value INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_standing PRIMARY KEY (deck, measure, value)
)
 WITHOUT ROWID

;
INSERT INTO "standing" VALUES(1,0,1,2);
INSERT INTO "standing" VALUES(1,1,250,1);
INSERT INTO "standing" VALUES(1,1,260,1);
CREATE TABLE state (
	card INTEGER NOT NULL, 
	deck INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	away INTEGER NOT NULL, 
	due INTEGER, 
	interval INTEGER DEFAULT 0 NOT NULL, 
	ef INTEGER DEFAULT 250 NOT NULL, 
	reps INTEGER DEFAULT 0 NOT NULL, 
	lapses INTEGER DEFAULT 0 NOT NULL, 
	passed INTEGER DEFAULT 0 NOT NULL, 
	last_day INTEGER, 
	drill_day INTEGER, 
	stage INTEGER DEFAULT 0 NOT NULL, 
	suspended INTEGER DEFAULT 0 NOT NULL, 
	buried_until INTEGER, 
	flagged INTEGER DEFAULT 0 NOT NULL, 
	last INTEGER, 
	CONSTRAINT pk_state PRIMARY KEY (card), 
	CONSTRAINT ck_state_new CHECK ((due IS NULL) = (last_day IS NULL)), 
	CONSTRAINT ck_state_away CHECK (away IN (0, 1)), 
	CONSTRAINT ck_state_ef CHECK (ef >= 130), 
	CONSTRAINT ck_state_flagged CHECK (flagged IN (0, 1)), 
	CONSTRAINT ck_state_passed CHECK (passed IN (0, 1)), 
	CONSTRAINT ck_state_stage CHECK (stage BETWEEN 0 AND 2), 
	CONSTRAINT ck_state_suspended CHECK (suspended IN (0, 1)), 
	CONSTRAINT fk_state_card_card FOREIGN KEY(card) REFERENCES card (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_state_last_log FOREIGN KEY(last) REFERENCES log (id) ON DELETE RESTRICT
);
INSERT INTO "state" VALUES(1,1,0,0,739686,1,260,1,0,1,739685,NULL,0,0,NULL,0,1);
INSERT INTO "state" VALUES(2,1,1,0,739686,1,250,1,0,0,739685,NULL,0,0,NULL,0,3);
INSERT INTO "state" VALUES(3,1,2,0,NULL,0,250,0,0,0,NULL,NULL,0,0,NULL,0,5);
INSERT INTO "state" VALUES(4,2,0,1,NULL,0,250,0,0,0,NULL,NULL,0,0,NULL,0,NULL);
CREATE UNIQUE INDEX uq_deck_file_root_path ON deck_file (root, path);
CREATE INDEX ix_deck_file ON deck (file);
CREATE INDEX ix_card_deck ON card (deck);
CREATE INDEX ix_card_retired_content ON card (content) WHERE retired = 1;
CREATE INDEX ix_alias_card ON alias (card);
CREATE INDEX ix_log_card ON log (card);
CREATE INDEX ix_log_target ON log (target_device, target_seq) WHERE target_seq IS NOT NULL;
CREATE UNIQUE INDEX uq_log_device_seq ON log (device, seq);
CREATE INDEX ix_state_buried ON state (deck, buried_until) WHERE buried_until IS NOT NULL;
CREATE INDEX ix_state_drill ON state (deck, drill_day) WHERE drill_day IS NOT NULL AND suspended = 0 AND away = 0;
CREATE INDEX ix_state_due ON state (deck, due) WHERE due IS NOT NULL AND suspended = 0 AND away = 0;
CREATE INDEX ix_state_new ON state (deck, position) WHERE due IS NULL AND suspended = 0 AND away = 0;
CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN
  SELECT raise(ABORT, 'the log only ever grows');
END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN
  SELECT raise(ABORT, 'the log only ever grows');
END;
CREATE TRIGGER card_added AFTER INSERT ON card BEGIN
  INSERT INTO state (card, deck, position, away)
    VALUES (NEW.id, NEW.deck, NEW.position, NEW.retired OR NEW.held <> '');
  UPDATE deck SET cards = cards + 1, held = held + (NEW.held <> '')
    WHERE id = NEW.deck AND NEW.retired = 0;
END;
CREATE TRIGGER card_moved AFTER UPDATE OF deck, position, retired, held ON card
WHEN (NEW.deck, NEW.position, NEW.retired, NEW.held) <> (OLD.deck, OLD.position, OLD.retired, OLD.held)
BEGIN
  UPDATE state SET deck = NEW.deck, position = NEW.position, away = (NEW.retired OR NEW.held <> '')
    WHERE card = NEW.id;
  UPDATE deck SET cards = cards - 1, held = held - (OLD.held <> '') WHERE id = OLD.deck AND OLD.retired = 0;

  UPDATE deck SET cards = cards + 1, held = held + (NEW.held <> '')
    WHERE id = NEW.deck AND NEW.retired = 0;
END;
CREATE TRIGGER card_told AFTER INSERT ON card BEGIN
  INSERT INTO face (card, text) VALUES (NEW.id, NEW.name || char(10)
  || coalesce((SELECT group_concat(t.value, char(10)) FROM json_each(NEW.meta, '$.tags') t), '')
  || char(10) || coalesce((SELECT group_concat(t.atom, char(10)) FROM content n, json_tree(n.json) t
       WHERE n.id = NEW.content AND t.type = 'text' AND (t.fullkey = '$.run.code'
         OR (t.key = 1 AND t.path NOT LIKE '$.run%' AND t.path <> '$.ask'))), '') || char(10, 10));
END;
CREATE TRIGGER card_retold AFTER UPDATE OF name, content, meta ON card
WHEN NEW.name <> OLD.name OR NEW.content IS NOT OLD.content
  OR json_extract(NEW.meta, '$.tags') IS NOT json_extract(OLD.meta, '$.tags')
BEGIN
  UPDATE face SET text = NEW.name || char(10)
  || coalesce((SELECT group_concat(t.value, char(10)) FROM json_each(NEW.meta, '$.tags') t), '')
  || char(10) || coalesce((SELECT group_concat(t.atom, char(10)) FROM content n, json_tree(n.json) t
       WHERE n.id = NEW.content AND t.type = 'text' AND (t.fullkey = '$.run.code'
         OR (t.key = 1 AND t.path NOT LIKE '$.run%' AND t.path <> '$.ask'))), '') || char(10, 10) WHERE card = NEW.id;
END;
CREATE TRIGGER face_changed AFTER UPDATE ON face
WHEN NEW.card <= (SELECT card FROM face_index_upto) BEGIN
  INSERT INTO face_index (face_index, rowid, text) VALUES ('delete', OLD.card, OLD.text);
  INSERT INTO face_index (rowid, text) VALUES (NEW.card, NEW.text);
END;
CREATE TRIGGER state_added AFTER INSERT ON state BEGIN
  INSERT INTO due_count (deck, due, n) SELECT NEW.deck, coalesce(NEW.due, 0), 1 WHERE NEW.suspended = 0 AND NEW.away = 0
    ON CONFLICT (deck, due) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER state_changed AFTER UPDATE OF deck, due, suspended, away ON state
WHEN NEW.deck <> OLD.deck OR NEW.due IS NOT OLD.due OR NEW.suspended <> OLD.suspended OR NEW.away <> OLD.away
BEGIN
  UPDATE due_count SET n = n - 1 WHERE deck = OLD.deck AND due = coalesce(OLD.due, 0) AND OLD.suspended = 0 AND OLD.away = 0;
  DELETE FROM due_count WHERE deck = OLD.deck AND due = coalesce(OLD.due, 0) AND n = 0;
  INSERT INTO due_count (deck, due, n) SELECT NEW.deck, coalesce(NEW.due, 0), 1 WHERE NEW.suspended = 0 AND NEW.away = 0
    ON CONFLICT (deck, due) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER standing_0 AFTER UPDATE ON state
WHEN NEW.deck <> OLD.deck OR iif(NEW.suspended = 0 AND NEW.away = 0 AND NEW.due IS NOT NULL, NEW.interval, NULL) IS NOT iif(OLD.suspended = 0 AND OLD.away = 0 AND OLD.due IS NOT NULL, OLD.interval, NULL) BEGIN
  UPDATE standing SET n = n - 1 WHERE deck = OLD.deck AND measure = 0 AND value = iif(OLD.suspended = 0 AND OLD.away = 0 AND OLD.due IS NOT NULL, OLD.interval, NULL);
  DELETE FROM standing WHERE deck = OLD.deck AND measure = 0 AND value = iif(OLD.suspended = 0 AND OLD.away = 0 AND OLD.due IS NOT NULL, OLD.interval, NULL) AND n = 0;
  INSERT INTO standing (deck, measure, value, n) SELECT NEW.deck, 0, iif(NEW.suspended = 0 AND NEW.away = 0 AND NEW.due IS NOT NULL, NEW.interval, NULL), 1
    WHERE iif(NEW.suspended = 0 AND NEW.away = 0 AND NEW.due IS NOT NULL, NEW.interval, NULL) IS NOT NULL
    ON CONFLICT (deck, measure, value) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER standing_1 AFTER UPDATE ON state
WHEN NEW.deck <> OLD.deck OR iif(NEW.suspended = 0 AND NEW.away = 0 AND NEW.due IS NOT NULL, NEW.ef, NULL) IS NOT iif(OLD.suspended = 0 AND OLD.away = 0 AND OLD.due IS NOT NULL, OLD.ef, NULL) BEGIN
  UPDATE standing SET n = n - 1 WHERE deck = OLD.deck AND measure = 1 AND value = iif(OLD.suspended = 0 AND OLD.away = 0 AND OLD.due IS NOT NULL, OLD.ef, NULL);
  DELETE FROM standing WHERE deck = OLD.deck AND measure = 1 AND value = iif(OLD.suspended = 0 AND OLD.away = 0 AND OLD.due IS NOT NULL, OLD.ef, NULL) AND n = 0;
  INSERT INTO standing (deck, measure, value, n) SELECT NEW.deck, 1, iif(NEW.suspended = 0 AND NEW.away = 0 AND NEW.due IS NOT NULL, NEW.ef, NULL), 1
    WHERE iif(NEW.suspended = 0 AND NEW.away = 0 AND NEW.due IS NOT NULL, NEW.ef, NULL) IS NOT NULL
    ON CONFLICT (deck, measure, value) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER standing_2 AFTER UPDATE ON state
WHEN NEW.deck <> OLD.deck OR iif(NEW.suspended = 1 AND NEW.away = 0, 0, NULL) IS NOT iif(OLD.suspended = 1 AND OLD.away = 0, 0, NULL) BEGIN
  UPDATE standing SET n = n - 1 WHERE deck = OLD.deck AND measure = 2 AND value = iif(OLD.suspended = 1 AND OLD.away = 0, 0, NULL);
  DELETE FROM standing WHERE deck = OLD.deck AND measure = 2 AND value = iif(OLD.suspended = 1 AND OLD.away = 0, 0, NULL) AND n = 0;
  INSERT INTO standing (deck, measure, value, n) SELECT NEW.deck, 2, iif(NEW.suspended = 1 AND NEW.away = 0, 0, NULL), 1
    WHERE iif(NEW.suspended = 1 AND NEW.away = 0, 0, NULL) IS NOT NULL
    ON CONFLICT (deck, measure, value) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER review_added AFTER INSERT ON review BEGIN
  INSERT INTO daily (day, deck, measure, value, n, passed, timed, ms)
    SELECT NEW.day, d.column1, m.column1, m.column2, 1, NEW.grade >= 3, NEW.ms IS NOT NULL,
      coalesce(NEW.ms, 0)
    FROM (VALUES (0), (NEW.deck)) d, (VALUES (0, iif(1, iif(NEW.drill, 2, NEW.stage > 0), NULL)), (1, iif(NEW.drill = 0, NEW.stage * 10 + NEW.grade, NULL)), (2, iif(NEW.drill = 0 AND NEW.stage > 0, CASE NEW.kind WHEN 'basic' THEN 1 WHEN 'cloze' THEN 2 WHEN 'choice' THEN 3 WHEN 'typed' THEN 4 WHEN 'order' THEN 5 WHEN 'live' THEN 6 ELSE 0 END, NULL)), (3, iif(NEW.drill = 0 AND NEW.stage > 0, NEW.hour, NULL)), (4, iif(NEW.drill = 0 AND NEW.stage > 0, CASE WHEN NEW.elapsed < 2 THEN 1 WHEN NEW.elapsed < 3 THEN 2 WHEN NEW.elapsed < 5 THEN 3 WHEN NEW.elapsed < 8 THEN 5 WHEN NEW.elapsed < 13 THEN 8 WHEN NEW.elapsed < 21 THEN 13 WHEN NEW.elapsed < 34 THEN 21 WHEN NEW.elapsed < 55 THEN 34 WHEN NEW.elapsed < 89 THEN 55 WHEN NEW.elapsed < 144 THEN 89 WHEN NEW.elapsed < 233 THEN 144 WHEN NEW.elapsed < 377 THEN 233 WHEN NEW.elapsed < 610 THEN 377 ELSE 610 END, NULL))) m WHERE m.column2 IS NOT NULL
    ON CONFLICT (day, deck, measure, value) DO UPDATE SET n = n + 1, passed = passed + excluded.passed,
      timed = timed + excluded.timed, ms = ms + excluded.ms;
END;
CREATE TRIGGER review_removed AFTER DELETE ON review BEGIN
  UPDATE daily SET n = n - 1, passed = passed - (OLD.grade >= 3), timed = timed - (OLD.ms IS NOT NULL),
    ms = ms - coalesce(OLD.ms, 0) WHERE day = OLD.day AND deck IN (0, OLD.deck) AND (measure, value) IN (VALUES (0, iif(1, iif(OLD.drill, 2, OLD.stage > 0), NULL)), (1, iif(OLD.drill = 0, OLD.stage * 10 + OLD.grade, NULL)), (2, iif(OLD.drill = 0 AND OLD.stage > 0, CASE OLD.kind WHEN 'basic' THEN 1 WHEN 'cloze' THEN 2 WHEN 'choice' THEN 3 WHEN 'typed' THEN 4 WHEN 'order' THEN 5 WHEN 'live' THEN 6 ELSE 0 END, NULL)), (3, iif(OLD.drill = 0 AND OLD.stage > 0, OLD.hour, NULL)), (4, iif(OLD.drill = 0 AND OLD.stage > 0, CASE WHEN OLD.elapsed < 2 THEN 1 WHEN OLD.elapsed < 3 THEN 2 WHEN OLD.elapsed < 5 THEN 3 WHEN OLD.elapsed < 8 THEN 5 WHEN OLD.elapsed < 13 THEN 8 WHEN OLD.elapsed < 21 THEN 13 WHEN OLD.elapsed < 34 THEN 21 WHEN OLD.elapsed < 55 THEN 34 WHEN OLD.elapsed < 89 THEN 55 WHEN OLD.elapsed < 144 THEN 89 WHEN OLD.elapsed < 233 THEN 144 WHEN OLD.elapsed < 377 THEN 233 WHEN OLD.elapsed < 610 THEN 377 ELSE 610 END, NULL)));
  DELETE FROM daily WHERE day = OLD.day AND deck IN (0, OLD.deck) AND (measure, value) IN (VALUES (0, iif(1, iif(OLD.drill, 2, OLD.stage > 0), NULL)), (1, iif(OLD.drill = 0, OLD.stage * 10 + OLD.grade, NULL)), (2, iif(OLD.drill = 0 AND OLD.stage > 0, CASE OLD.kind WHEN 'basic' THEN 1 WHEN 'cloze' THEN 2 WHEN 'choice' THEN 3 WHEN 'typed' THEN 4 WHEN 'order' THEN 5 WHEN 'live' THEN 6 ELSE 0 END, NULL)), (3, iif(OLD.drill = 0 AND OLD.stage > 0, OLD.hour, NULL)), (4, iif(OLD.drill = 0 AND OLD.stage > 0, CASE WHEN OLD.elapsed < 2 THEN 1 WHEN OLD.elapsed < 3 THEN 2 WHEN OLD.elapsed < 5 THEN 3 WHEN OLD.elapsed < 8 THEN 5 WHEN OLD.elapsed < 13 THEN 8 WHEN OLD.elapsed < 21 THEN 13 WHEN OLD.elapsed < 34 THEN 21 WHEN OLD.elapsed < 55 THEN 34 WHEN OLD.elapsed < 89 THEN 55 WHEN OLD.elapsed < 144 THEN 89 WHEN OLD.elapsed < 233 THEN 144 WHEN OLD.elapsed < 377 THEN 233 WHEN OLD.elapsed < 610 THEN 377 ELSE 610 END, NULL))) AND n = 0;
END;
CREATE TRIGGER review_no_update BEFORE UPDATE ON review BEGIN
  SELECT raise(ABORT, 'a review is removed and added, never changed');
END;
CREATE VIRTUAL TABLE face_index USING fts5(text, content='face', content_rowid='card', tokenize='trigram', columnsize=0);
CREATE VIRTUAL TABLE face_index_terms USING fts5vocab('face_index', 'row');
INSERT INTO face_index (face_index) VALUES ('rebuild');
COMMIT;
