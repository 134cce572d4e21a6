BEGIN TRANSACTION;
CREATE TABLE "accounts_member" ("user_id" integer NOT NULL PRIMARY KEY REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "role" varchar(20) NOT NULL);
INSERT INTO "accounts_member" VALUES(1,'reporter');
INSERT INTO "accounts_member" VALUES(2,'editor');
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
INSERT INTO "auth_permission" VALUES(1,1,'add_permission','Can add permission');
INSERT INTO "auth_permission" VALUES(2,1,'change_permission','Can change permission');
INSERT INTO "auth_permission" VALUES(3,1,'delete_permission','Can delete permission');
INSERT INTO "auth_permission" VALUES(4,1,'view_permission','Can view permission');
INSERT INTO "auth_permission" VALUES(5,2,'add_group','Can add group');
INSERT INTO "auth_permission" VALUES(6,2,'change_group','Can change group');
INSERT INTO "auth_permission" VALUES(7,2,'delete_group','Can delete group');
INSERT INTO "auth_permission" VALUES(8,2,'view_group','Can view group');
INSERT INTO "auth_permission" VALUES(9,3,'add_user','Can add user');
INSERT INTO "auth_permission" VALUES(10,3,'change_user','Can change user');
INSERT INTO "auth_permission" VALUES(11,3,'delete_user','Can delete user');
INSERT INTO "auth_permission" VALUES(12,3,'view_user','Can view user');
INSERT INTO "auth_permission" VALUES(13,4,'add_contenttype','Can add content type');
INSERT INTO "auth_permission" VALUES(14,4,'change_contenttype','Can change content type');
INSERT INTO "auth_permission" VALUES(15,4,'delete_contenttype','Can delete content type');
INSERT INTO "auth_permission" VALUES(16,4,'view_contenttype','Can view content type');
INSERT INTO "auth_permission" VALUES(17,5,'add_session','Can add session');
INSERT INTO "auth_permission" VALUES(18,5,'change_session','Can change session');
INSERT INTO "auth_permission" VALUES(19,5,'delete_session','Can delete session');
INSERT INTO "auth_permission" VALUES(20,5,'view_session','Can view session');
INSERT INTO "auth_permission" VALUES(21,6,'add_completedcommand','Can add completed command');
INSERT INTO "auth_permission" VALUES(22,6,'change_completedcommand','Can change completed command');
INSERT INTO "auth_permission" VALUES(23,6,'delete_completedcommand','Can delete completed command');
INSERT INTO "auth_permission" VALUES(24,6,'view_completedcommand','Can view completed command');
INSERT INTO "auth_permission" VALUES(25,7,'add_coverage','Can add coverage');
INSERT INTO "auth_permission" VALUES(26,7,'change_coverage','Can change coverage');
INSERT INTO "auth_permission" VALUES(27,7,'delete_coverage','Can delete coverage');
INSERT INTO "auth_permission" VALUES(28,7,'view_coverage','Can view coverage');
INSERT INTO "auth_permission" VALUES(29,8,'add_followerposition','Can add follower position');
INSERT INTO "auth_permission" VALUES(30,8,'change_followerposition','Can change follower position');
INSERT INTO "auth_permission" VALUES(31,8,'delete_followerposition','Can delete follower position');
INSERT INTO "auth_permission" VALUES(32,8,'view_followerposition','Can view follower position');
INSERT INTO "auth_permission" VALUES(33,9,'add_newsroom','Can add newsroom');
INSERT INTO "auth_permission" VALUES(34,9,'change_newsroom','Can change newsroom');
INSERT INTO "auth_permission" VALUES(35,9,'delete_newsroom','Can delete newsroom');
INSERT INTO "auth_permission" VALUES(36,9,'view_newsroom','Can view newsroom');
INSERT INTO "auth_permission" VALUES(37,10,'add_projectionversion','Can add projection version');
INSERT INTO "auth_permission" VALUES(38,10,'change_projectionversion','Can change projection version');
INSERT INTO "auth_permission" VALUES(39,10,'delete_projectionversion','Can delete projection version');
INSERT INTO "auth_permission" VALUES(40,10,'view_projectionversion','Can view projection version');
INSERT INTO "auth_permission" VALUES(41,11,'add_leaf','Can add leaf');
INSERT INTO "auth_permission" VALUES(42,11,'change_leaf','Can change leaf');
INSERT INTO "auth_permission" VALUES(43,11,'delete_leaf','Can delete leaf');
INSERT INTO "auth_permission" VALUES(44,11,'view_leaf','Can view leaf');
INSERT INTO "auth_permission" VALUES(45,12,'add_disclosure','Can add disclosure');
INSERT INTO "auth_permission" VALUES(46,12,'change_disclosure','Can change disclosure');
INSERT INTO "auth_permission" VALUES(47,12,'delete_disclosure','Can delete disclosure');
INSERT INTO "auth_permission" VALUES(48,12,'view_disclosure','Can view disclosure');
INSERT INTO "auth_permission" VALUES(49,13,'add_coveragerow','Can add coverage row');
INSERT INTO "auth_permission" VALUES(50,13,'change_coveragerow','Can change coverage row');
INSERT INTO "auth_permission" VALUES(51,13,'delete_coveragerow','Can delete coverage row');
INSERT INTO "auth_permission" VALUES(52,13,'view_coveragerow','Can view coverage row');
INSERT INTO "auth_permission" VALUES(53,14,'add_changerow','Can add change row');
INSERT INTO "auth_permission" VALUES(54,14,'change_changerow','Can change change row');
INSERT INTO "auth_permission" VALUES(55,14,'delete_changerow','Can delete change row');
INSERT INTO "auth_permission" VALUES(56,14,'view_changerow','Can view change row');
INSERT INTO "auth_permission" VALUES(57,15,'add_postrow','Can add post row');
INSERT INTO "auth_permission" VALUES(58,15,'change_postrow','Can change post row');
INSERT INTO "auth_permission" VALUES(59,15,'delete_postrow','Can delete post row');
INSERT INTO "auth_permission" VALUES(60,15,'view_postrow','Can view post row');
INSERT INTO "auth_permission" VALUES(61,16,'add_creditrow','Can add credit row');
INSERT INTO "auth_permission" VALUES(62,16,'change_creditrow','Can change credit row');
INSERT INTO "auth_permission" VALUES(63,16,'delete_creditrow','Can delete credit row');
INSERT INTO "auth_permission" VALUES(64,16,'view_creditrow','Can view credit row');
INSERT INTO "auth_permission" VALUES(65,17,'add_picture','Can add picture');
INSERT INTO "auth_permission" VALUES(66,17,'change_picture','Can change picture');
INSERT INTO "auth_permission" VALUES(67,17,'delete_picture','Can delete picture');
INSERT INTO "auth_permission" VALUES(68,17,'view_picture','Can view picture');
INSERT INTO "auth_permission" VALUES(69,18,'add_pictureuserow','Can add picture use row');
INSERT INTO "auth_permission" VALUES(70,18,'change_pictureuserow','Can change picture use row');
INSERT INTO "auth_permission" VALUES(71,18,'delete_pictureuserow','Can delete picture use row');
INSERT INTO "auth_permission" VALUES(72,18,'view_pictureuserow','Can view picture use row');
INSERT INTO "auth_permission" VALUES(73,19,'add_pictureremoval','Can add picture removal');
INSERT INTO "auth_permission" VALUES(74,19,'change_pictureremoval','Can change picture removal');
INSERT INTO "auth_permission" VALUES(75,19,'delete_pictureremoval','Can delete picture removal');
INSERT INTO "auth_permission" VALUES(76,19,'view_pictureremoval','Can view picture removal');
INSERT INTO "auth_permission" VALUES(77,20,'add_member','Can add member');
INSERT INTO "auth_permission" VALUES(78,20,'change_member','Can change member');
INSERT INTO "auth_permission" VALUES(79,20,'delete_member','Can delete member');
INSERT INTO "auth_permission" VALUES(80,20,'view_member','Can view member');
INSERT INTO "auth_permission" VALUES(81,21,'add_blockrow','Can add block row');
INSERT INTO "auth_permission" VALUES(82,21,'change_blockrow','Can change block row');
INSERT INTO "auth_permission" VALUES(83,21,'delete_blockrow','Can delete block row');
INSERT INTO "auth_permission" VALUES(84,21,'view_blockrow','Can view block row');
INSERT INTO "auth_permission" VALUES(85,22,'add_blocksourcerow','Can add block source row');
INSERT INTO "auth_permission" VALUES(86,22,'change_blocksourcerow','Can change block source row');
INSERT INTO "auth_permission" VALUES(87,22,'delete_blocksourcerow','Can delete block source row');
INSERT INTO "auth_permission" VALUES(88,22,'view_blocksourcerow','Can view block source row');
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
INSERT INTO "auth_user" VALUES(1,'pbkdf2_sha256$1000000$ms8nUF391u5DzCx3ec3F74$brCGzk9mYSz7gnlncxH+dhFLOS5MtlK5Caya34KShOc=',NULL,0,'ada','','',0,1,'2026-11-28 19:29:06.424151','');
INSERT INTO "auth_user" VALUES(2,'pbkdf2_sha256$1000000$TPubOhgUWj2QuBJJlUQ4sh$+fFcbGWDYEMTflX+HLf/WV3YI3Uvkjny8SUN2JLyHH4=',NULL,0,'ben','','',0,1,'2026-11-28 19:29:06.730663','');
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "coverage_changerow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "post" integer NOT NULL, "seq" bigint NOT NULL, "kind" varchar(20) NOT NULL, "at" datetime NOT NULL, "note" text NOT NULL, "coverage_id" bigint NOT NULL REFERENCES "journal_coverage" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "change_seq" UNIQUE ("coverage_id", "seq"));
INSERT INTO "coverage_changerow" VALUES(11,1,9,'revised','2026-11-28 19:29:07','',3);
INSERT INTO "coverage_changerow" VALUES(12,1,10,'updated','2026-11-28 19:29:07','Why.',3);
INSERT INTO "coverage_changerow" VALUES(13,1,11,'clarified','2026-11-28 19:29:07','Why.',3);
INSERT INTO "coverage_changerow" VALUES(14,1,12,'corrected','2026-11-28 19:29:07','Why.',3);
INSERT INTO "coverage_changerow" VALUES(15,1,13,'retracted','2026-11-28 19:29:07','No.',3);
INSERT INTO "coverage_changerow" VALUES(16,2,15,'withdrawn','2026-11-28 19:29:07','No.',3);
CREATE TABLE "coverage_coveragerow" ("coverage_id" bigint NOT NULL PRIMARY KEY REFERENCES "journal_coverage" ("id") DEFERRABLE INITIALLY DEFERRED, "state" text NOT NULL CHECK ((JSON_VALID("state") OR "state" IS NULL)), "modified_at" datetime NOT NULL, "under_way" bool NOT NULL, "dated" datetime NOT NULL);
INSERT INTO "coverage_coveragerow" VALUES(1,'{"type": "CoverageState", "slug": "flood", "headline": "The Orrin rises", "standfirst": "Rain in the hills.", "bylines": [], "zone": "Europe/London", "language": "en", "state": "live", "dated": "2026-11-28T19:29:06Z", "retitled_at": null, "closed_at": null, "previous": null, "next": null, "key_points": [], "summary": null, "pinned": 0}','2026-11-28 19:29:08',1,'2026-11-28 19:29:06');
INSERT INTO "coverage_coveragerow" VALUES(2,'{"type": "CoverageState", "slug": "east", "headline": "East", "standfirst": "", "bylines": [], "zone": "Europe/London", "language": "en", "state": "live", "dated": "2026-11-28T19:29:07Z", "retitled_at": null, "closed_at": null, "previous": null, "next": {"type": "Neighbour", "slug": "north", "headline": "Note", "state": "closed"}, "key_points": [], "summary": null, "pinned": 0}','2026-11-28 19:29:07',1,'2026-11-28 19:29:07');
INSERT INTO "coverage_coveragerow" VALUES(3,'{"type": "CoverageState", "slug": "north", "headline": "Note", "standfirst": "", "bylines": [], "zone": "Asia/Beirut", "language": "en", "state": "closed", "dated": "2026-11-28T19:29:07Z", "retitled_at": "2026-11-28T19:29:07Z", "closed_at": "2026-11-28T19:29:07Z", "previous": {"type": "Neighbour", "slug": "east", "headline": "East", "state": "live"}, "next": null, "key_points": [{"type": "KeyPoint", "line": "Note", "post": 0, "coverage": ""}, {"type": "KeyPoint", "line": "post", "post": 1, "coverage": ""}, {"type": "KeyPoint", "line": "other", "post": 0, "coverage": "east"}], "summary": null, "pinned": 1}','2026-11-28 19:29:07',0,'2026-11-28 19:29:07');
INSERT INTO "coverage_coveragerow" VALUES(4,'{"type": "CoverageState", "slug": "west", "headline": "West", "standfirst": "", "bylines": [], "zone": "UTC", "language": "en", "state": "live", "dated": "2026-11-28T19:29:07Z", "retitled_at": null, "closed_at": null, "previous": null, "next": null, "key_points": [], "summary": null, "pinned": 0}','2026-11-28 19:29:07',1,'2026-11-28 19:29:07');
CREATE TABLE "coverage_creditrow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "post" integer NOT NULL, "sort_key" varchar(40) NOT NULL, "kind" varchar(5) NOT NULL, "text" varchar(200) NOT NULL, "folded" varchar(200) NOT NULL, "coverage_id" bigint NOT NULL REFERENCES "journal_coverage" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "post_credit" UNIQUE ("coverage_id", "post", "kind", "text"));
INSERT INTO "coverage_creditrow" VALUES(1,1,'20261128T192908-000001','name','Ada Lind','ada lind',1);
INSERT INTO "coverage_creditrow" VALUES(2,1,'20261128T192908-000001','place','Varn','varn',1);
INSERT INTO "coverage_creditrow" VALUES(3,2,'20261128T192908-000002','name','Ada Lind','ada lind',1);
INSERT INTO "coverage_creditrow" VALUES(4,2,'20261128T192908-000002','place','Varn','varn',1);
INSERT INTO "coverage_creditrow" VALUES(5,3,'20261128T192908-000003','name','Ada Lind','ada lind',1);
INSERT INTO "coverage_creditrow" VALUES(6,3,'20261128T192908-000003','place','Varn','varn',1);
INSERT INTO "coverage_creditrow" VALUES(7,4,'20261128T192908-000004','name','Ada Lind','ada lind',1);
INSERT INTO "coverage_creditrow" VALUES(8,4,'20261128T192908-000004','place','Varn','varn',1);
INSERT INTO "coverage_creditrow" VALUES(9,5,'20261128T192908-000005','name','Ada Lind','ada lind',1);
INSERT INTO "coverage_creditrow" VALUES(10,5,'20261128T192908-000005','place','Varn','varn',1);
INSERT INTO "coverage_creditrow" VALUES(11,6,'20261128T192908-000006','name','Ada Lind','ada lind',1);
INSERT INTO "coverage_creditrow" VALUES(12,6,'20261128T192908-000006','place','Varn','varn',1);
INSERT INTO "coverage_creditrow" VALUES(13,7,'20261128T192908-000007','name','Ada Lind','ada lind',1);
INSERT INTO "coverage_creditrow" VALUES(14,7,'20261128T192908-000007','place','Varn','varn',1);
INSERT INTO "coverage_creditrow" VALUES(15,8,'20261128T192908-000008','name','Ada Lind','ada lind',1);
INSERT INTO "coverage_creditrow" VALUES(16,8,'20261128T192908-000008','place','Varn','varn',1);
CREATE TABLE "coverage_postrow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer NOT NULL, "sort_key" varchar(40) NOT NULL, "page" integer NOT NULL, "seq" bigint NOT NULL, "state" text NOT NULL CHECK ((JSON_VALID("state") OR "state" IS NULL)), "key_event" bool NOT NULL, "words" text NOT NULL, "coverage_id" bigint NOT NULL REFERENCES "journal_coverage" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "post_number" UNIQUE ("coverage_id", "number"));
INSERT INTO "coverage_postrow" VALUES(1,1,'20261128T192907-000001',1,13,'{"type": "PostState", "number": 1, "first_seq": 7, "published_at": "2026-11-28T19:29:07Z", "dated": "2026-11-28T19:29:07Z", "copy": {"type": "Copy", "headline": "", "bylines": [], "parts": [{"type": "Text", "paragraphs": [[{"type": "Run", "text": "Wine.", "marks": [], "link": ""}]]}]}, "status": "retracted", "key_event": true, "changes": [{"type": "Change", "kind": "revised", "seq": 9, "at": "2026-11-28T19:29:07Z", "note": ""}, {"type": "Change", "kind": "updated", "seq": 10, "at": "2026-11-28T19:29:07Z", "note": "Why."}, {"type": "Change", "kind": "clarified", "seq": 11, "at": "2026-11-28T19:29:07Z", "note": "Why."}, {"type": "Change", "kind": "corrected", "seq": 12, "at": "2026-11-28T19:29:07Z", "note": "Why."}, {"type": "Change", "kind": "retracted", "seq": 13, "at": "2026-11-28T19:29:07Z", "note": "No."}]}',1,'wine',3);
INSERT INTO "coverage_postrow" VALUES(2,2,'20261128T192907-000002',1,15,'{"type": "PostState", "number": 2, "first_seq": 14, "published_at": "2026-11-28T19:29:07Z", "dated": "2026-11-28T19:29:07Z", "copy": {"type": "Copy", "headline": "", "bylines": [], "parts": []}, "status": "withdrawn", "key_event": false, "changes": [{"type": "Change", "kind": "withdrawn", "seq": 15, "at": "2026-11-28T19:29:07Z", "note": "No."}]}',0,'',3);
INSERT INTO "coverage_postrow" VALUES(3,1,'20261128T192908-000001',1,24,'{"type": "PostState", "number": 1, "first_seq": 24, "published_at": "2026-11-28T19:29:08Z", "dated": "2026-11-28T19:29:08Z", "copy": {"type": "Copy", "headline": "A post with a Text", "bylines": [{"type": "Byline", "name": "Ada Lind", "role": "editor", "place": "Varn"}], "parts": [{"type": "Text", "paragraphs": [[{"type": "Run", "text": "The water stands at ", "marks": [], "link": ""}, {"type": "Run", "text": "4.2 m", "marks": ["strong"], "link": ""}, {"type": "Run", "text": ".", "marks": [], "link": ""}]]}]}, "status": "published", "key_event": false, "changes": []}',0,'a post with a text the water stands at 4 2 m',1);
INSERT INTO "coverage_postrow" VALUES(4,2,'20261128T192908-000002',1,25,'{"type": "PostState", "number": 2, "first_seq": 25, "published_at": "2026-11-28T19:29:08Z", "dated": "2026-11-28T19:29:08Z", "copy": {"type": "Copy", "headline": "A post with a Quotation", "bylines": [{"type": "Byline", "name": "Ada Lind", "role": "editor", "place": "Varn"}], "parts": [{"type": "Quotation", "paragraphs": [[{"type": "Run", "text": "The water stands at ", "marks": [], "link": ""}, {"type": "Run", "text": "4.2 m", "marks": ["strong"], "link": ""}, {"type": "Run", "text": ".", "marks": [], "link": ""}]], "speaker": "The mayor"}]}, "status": "published", "key_event": false, "changes": []}',0,'a post with a quotation the water stands at 4 2 m the mayor',1);
INSERT INTO "coverage_postrow" VALUES(5,3,'20261128T192908-000003',1,26,'{"type": "PostState", "number": 3, "first_seq": 26, "published_at": "2026-11-28T19:29:08Z", "dated": "2026-11-28T19:29:08Z", "copy": {"type": "Copy", "headline": "A post with a Question", "bylines": [{"type": "Byline", "name": "Ada Lind", "role": "editor", "place": "Varn"}], "parts": [{"type": "Question", "question": "Is it safe?", "answer": [[{"type": "Run", "text": "The water stands at ", "marks": [], "link": ""}, {"type": "Run", "text": "4.2 m", "marks": ["strong"], "link": ""}, {"type": "Run", "text": ".", "marks": [], "link": ""}]]}]}, "status": "published", "key_event": false, "changes": []}',0,'a post with a question is it safe the water stands at 4 2 m',1);
INSERT INTO "coverage_postrow" VALUES(6,4,'20261128T192908-000004',1,27,'{"type": "PostState", "number": 4, "first_seq": 27, "published_at": "2026-11-28T19:29:08Z", "dated": "2026-11-28T19:29:08Z", "copy": {"type": "Copy", "headline": "A post with a Bullets", "bylines": [{"type": "Byline", "name": "Ada Lind", "role": "editor", "place": "Varn"}], "parts": [{"type": "Bullets", "bullets": [{"type": "Bullet", "line": [{"type": "Run", "text": "The dam holds.", "marks": [], "link": ""}], "posts": []}]}]}, "status": "published", "key_event": false, "changes": []}',0,'a post with a bullets the dam holds',1);
INSERT INTO "coverage_postrow" VALUES(7,5,'20261128T192908-000005',1,28,'{"type": "PostState", "number": 5, "first_seq": 28, "published_at": "2026-11-28T19:29:08Z", "dated": "2026-11-28T19:29:08Z", "copy": {"type": "Copy", "headline": "A post with a Photograph", "bylines": [{"type": "Byline", "name": "Ada Lind", "role": "editor", "place": "Varn"}], "parts": [{"type": "Photograph", "renditions": [{"type": "Rendition", "sha256": "5d2ed51374b2653ef9e2a53398a54c6b25d8067df00756b3d58cdfa7d731846d", "media_type": "image/avif", "width": 60, "height": 40, "size": 763}, {"type": "Rendition", "sha256": "e1e2b88cf1ecb905bf9311a4ad4ef5815fb004a35b792de01e2ed47c0de47d89", "media_type": "image/jpeg", "width": 60, "height": 40, "size": 1175}], "alt_text": "A door", "caption": "The door", "credit": "Ada Lind"}]}, "status": "published", "key_event": false, "changes": []}',0,'a post with a photograph a door the door ada lind',1);
INSERT INTO "coverage_postrow" VALUES(8,6,'20261128T192908-000006',1,29,'{"type": "PostState", "number": 6, "first_seq": 29, "published_at": "2026-11-28T19:29:08Z", "dated": "2026-11-28T19:29:08Z", "copy": {"type": "Copy", "headline": "A post with a Embed", "bylines": [{"type": "Byline", "name": "Ada Lind", "role": "editor", "place": "Varn"}], "parts": [{"type": "Embed", "address": "https://a.example/1", "author": "A film", "posted_at": "A. Example", "paragraphs": [[{"type": "Run", "text": "The water stands at ", "marks": [], "link": ""}, {"type": "Run", "text": "4.2 m", "marks": ["strong"], "link": ""}, {"type": "Run", "text": ".", "marks": [], "link": ""}]]}]}, "status": "published", "key_event": false, "changes": []}',0,'a post with a embed a film a example the water stands at 4 2 m https a example 1',1);
INSERT INTO "coverage_postrow" VALUES(9,7,'20261128T192908-000007',1,30,'{"type": "PostState", "number": 7, "first_seq": 30, "published_at": "2026-11-28T19:29:08Z", "dated": "2026-11-28T19:29:08Z", "copy": {"type": "Copy", "headline": "A post with a MapMarks", "bylines": [{"type": "Byline", "name": "Ada Lind", "role": "editor", "place": "Varn"}], "parts": [{"type": "MapMarks", "title": "Floods", "legend": ["the east"], "places": [{"type": "Place", "name": "Varn", "latitude": "1.5", "longitude": "-2"}]}]}, "status": "published", "key_event": false, "changes": []}',0,'a post with a mapmarks floods the east varn 1 5 2',1);
INSERT INTO "coverage_postrow" VALUES(10,8,'20261128T192908-000008',1,31,'{"type": "PostState", "number": 8, "first_seq": 31, "published_at": "2026-11-28T19:29:08Z", "dated": "2026-11-28T19:29:08Z", "copy": {"type": "Copy", "headline": "A post with a Lost", "bylines": [{"type": "Byline", "name": "Ada Lind", "role": "editor", "place": "Varn"}], "parts": [{"type": "Lost", "what": "photograph", "caption": "The dam", "credit": "A. Example"}]}, "status": "published", "key_event": false, "changes": []}',0,'a post with a lost photograph lost the dam a example',1);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','coverage_postwords','coverage_postwords',0,'CREATE VIRTUAL TABLE coverage_postwords USING fts5(scope, words, content='''', tokenize="unicode61 remove_diacritics 0 categories ''L* N* M*''")');
CREATE TABLE 'coverage_postwords_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "coverage_postwords_config" VALUES('version',4);
CREATE TABLE 'coverage_postwords_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "coverage_postwords_data" VALUES(1,X'0A0A68');
INSERT INTO "coverage_postwords_data" VALUES(10,X'00000000010E0E000E0101010201010301010401010501010601010701010801010901010A01010B01010C01010D01010E0101');
INSERT INTO "coverage_postwords_data" VALUES(137438953473,X'00000017033063330102020105776174657201060101020407');
INSERT INTO "coverage_postwords_data" VALUES(274877906945,X'000000220330633301030201046D6F7265010601010301057761746572010701010204070B');
INSERT INTO "coverage_postwords_data" VALUES(412316860417,X'0000002C0330633301030201046D6F726501070101040203756368010601010301057761746572010701010204070B0A');
INSERT INTO "coverage_postwords_data" VALUES(549755813889,X'0000002D0330633301030201046D6F72650101020375636801010105776174657201010203696E6501060101020407080709');
INSERT INTO "coverage_postwords_data" VALUES(687194767361,X'000000160330633302020201046D6F726502060101020407');
INSERT INTO "coverage_postwords_data" VALUES(824633720833,X'000000130330633302030201046D6F726502010407');
INSERT INTO "coverage_postwords_data" VALUES(962072674305,X'00000076023032030601010C010134030601010B010161030801010205020174030601010A0102633103020201016D030601010D0104706F7374030601010301067374616E64730306010109010474657874030601010602026865030601010701057761746572030601010802036974680306010104040808090807080B0D0B090C');
INSERT INTO "coverage_postwords_data" VALUES(1099511627777,X'00000088023032040601010C010134040601010B010161040801010205020174040601010A0102633104020201016D040601010D020461796F72040601010F0104706F73740406010103010971756F746174696F6E040601010601067374616E64730406010109010374686504080101070901057761746572040601010802036974680406010104040808090807080B0B100D0B0C');
INSERT INTO "coverage_postwords_data" VALUES(1236950581249,X'00000096023032050601010F010134050601010E010161050801010205020174050601010D01026331050202010269730506010107020174050601010801016D05060101100104706F7374050601010301087175657374696F6E05060101060104736166650506010109020574616E6473050601010C0103746865050601010A01057761746572050601010B020369746805060101040408080908070908080B0F0B0C0A0C');
INSERT INTO "coverage_postwords_data" VALUES(1374389534721,X'00000058023061060801010205010762756C6C657473060601010601026331060202010364616D06060101080105686F6C647306060101090104706F7374060601010301037468650606010107010477697468060601010404090E070A0C0B0A');
INSERT INTO "coverage_postwords_data" VALUES(1511828488193,X'00000065023061070A010102050402026461070601010B010263310702020104646F6F7207080101080401046C696E64070601010C010A70686F746F6772617068070601010602036F73740706010103010374686507060101090104776974680706010104040A09070C0B110A0A');
INSERT INTO "coverage_postwords_data" VALUES(1649267441665,X'000000A802303108060101150101320806010110010134080601010F010161080E0101020504040C020174080601010E010263310802020105656D6265640806010106020678616D706C65080801010A0C010466696C6D080601010801056874747073080601011201016D08060101110104706F7374080601010301067374616E6473080601010D0103746865080601010B01057761746572080601010C02036974680806010104040808080C08070C0E0B0C080B0D0A0C');
INSERT INTO "coverage_postwords_data" VALUES(1786706395137,X'0000007E023031090601010B010132090601010D010135090601010C0101610908010102050102633109020201046561737409060101090106666C6F6F6473090601010701086D61706D61726B7309060101060104706F737409060101030103746865090601010801047661726E090601010A01047769746809060101040408080809070B0D0F0B0A0B');
INSERT INTO "coverage_postwords_data" VALUES(1924145348609,X'000000690230610A0A0101020508010263310A0202010364616D0A0601010A01076578616D706C650A0601010C01046C6F73740A0801010604010A70686F746F67726170680A0601010702036F73740A0601010301037468650A060101090104776974680A06010104040A070A0E0C110A0A');
CREATE TABLE 'coverage_postwords_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO "coverage_postwords_docsize" VALUES(1,X'0101');
INSERT INTO "coverage_postwords_docsize" VALUES(2,X'0100');
INSERT INTO "coverage_postwords_docsize" VALUES(3,X'010C');
INSERT INTO "coverage_postwords_docsize" VALUES(4,X'010E');
INSERT INTO "coverage_postwords_docsize" VALUES(5,X'010F');
INSERT INTO "coverage_postwords_docsize" VALUES(6,X'0108');
INSERT INTO "coverage_postwords_docsize" VALUES(7,X'010B');
INSERT INTO "coverage_postwords_docsize" VALUES(8,X'0114');
INSERT INTO "coverage_postwords_docsize" VALUES(9,X'010C');
INSERT INTO "coverage_postwords_docsize" VALUES(10,X'010B');
CREATE TABLE 'coverage_postwords_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO "coverage_postwords_idx" VALUES(1,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(2,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(3,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(4,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(5,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(6,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(7,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(8,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(9,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(10,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(11,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(12,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(13,X'',2);
INSERT INTO "coverage_postwords_idx" VALUES(14,X'',2);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES(1,'auth','permission');
INSERT INTO "django_content_type" VALUES(2,'auth','group');
INSERT INTO "django_content_type" VALUES(3,'auth','user');
INSERT INTO "django_content_type" VALUES(4,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(5,'sessions','session');
INSERT INTO "django_content_type" VALUES(6,'journal','completedcommand');
INSERT INTO "django_content_type" VALUES(7,'journal','coverage');
INSERT INTO "django_content_type" VALUES(8,'journal','followerposition');
INSERT INTO "django_content_type" VALUES(9,'journal','newsroom');
INSERT INTO "django_content_type" VALUES(10,'journal','projectionversion');
INSERT INTO "django_content_type" VALUES(11,'journal','leaf');
INSERT INTO "django_content_type" VALUES(12,'journal','disclosure');
INSERT INTO "django_content_type" VALUES(13,'coverage','coveragerow');
INSERT INTO "django_content_type" VALUES(14,'coverage','changerow');
INSERT INTO "django_content_type" VALUES(15,'coverage','postrow');
INSERT INTO "django_content_type" VALUES(16,'coverage','creditrow');
INSERT INTO "django_content_type" VALUES(17,'media','picture');
INSERT INTO "django_content_type" VALUES(18,'media','pictureuserow');
INSERT INTO "django_content_type" VALUES(19,'media','pictureremoval');
INSERT INTO "django_content_type" VALUES(20,'accounts','member');
INSERT INTO "django_content_type" VALUES(21,'page','blockrow');
INSERT INTO "django_content_type" VALUES(22,'page','blocksourcerow');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'contenttypes','0001_initial','2026-11-28 19:29:06.010610');
INSERT INTO "django_migrations" VALUES(2,'contenttypes','0002_remove_content_type_name','2026-11-28 19:29:06.016087');
INSERT INTO "django_migrations" VALUES(3,'auth','0001_initial','2026-11-28 19:29:06.027833');
INSERT INTO "django_migrations" VALUES(4,'auth','0002_alter_permission_name_max_length','2026-11-28 19:29:06.034613');
INSERT INTO "django_migrations" VALUES(5,'auth','0003_alter_user_email_max_length','2026-11-28 19:29:06.041638');
INSERT INTO "django_migrations" VALUES(6,'auth','0004_alter_user_username_opts','2026-11-28 19:29:06.046432');
INSERT INTO "django_migrations" VALUES(7,'auth','0005_alter_user_last_login_null','2026-11-28 19:29:06.054501');
INSERT INTO "django_migrations" VALUES(8,'auth','0006_require_contenttypes_0002','2026-11-28 19:29:06.055814');
INSERT INTO "django_migrations" VALUES(9,'auth','0007_alter_validators_add_error_messages','2026-11-28 19:29:06.060432');
INSERT INTO "django_migrations" VALUES(10,'auth','0008_alter_user_username_max_length','2026-11-28 19:29:06.066726');
INSERT INTO "django_migrations" VALUES(11,'auth','0009_alter_user_last_name_max_length','2026-11-28 19:29:06.074685');
INSERT INTO "django_migrations" VALUES(12,'auth','0010_alter_group_name_max_length','2026-11-28 19:29:06.082124');
INSERT INTO "django_migrations" VALUES(13,'auth','0011_update_proxy_permissions','2026-11-28 19:29:06.086675');
INSERT INTO "django_migrations" VALUES(14,'auth','0012_alter_user_first_name_max_length','2026-11-28 19:29:06.093010');
INSERT INTO "django_migrations" VALUES(15,'accounts','0001_initial','2026-11-28 19:29:06.098363');
INSERT INTO "django_migrations" VALUES(16,'journal','0001_initial','2026-11-28 19:29:06.109455');
INSERT INTO "django_migrations" VALUES(17,'journal','0002_triggers','2026-11-28 19:29:06.124765');
INSERT INTO "django_migrations" VALUES(18,'coverage','0001_initial','2026-11-28 19:29:06.138723');
INSERT INTO "django_migrations" VALUES(19,'coverage','0002_reading','2026-11-28 19:29:06.195007');
INSERT INTO "django_migrations" VALUES(20,'coverage','0003_full_text','2026-11-28 19:29:06.205168');
INSERT INTO "django_migrations" VALUES(21,'media','0001_initial','2026-11-28 19:29:06.207854');
INSERT INTO "django_migrations" VALUES(22,'media','0002_picture_use','2026-11-28 19:29:06.216345');
INSERT INTO "django_migrations" VALUES(23,'media','0003_picture_removal','2026-11-28 19:29:06.218598');
INSERT INTO "django_migrations" VALUES(24,'page','0001_initial','2026-11-28 19:29:06.233369');
INSERT INTO "django_migrations" VALUES(25,'sessions','0001_initial','2026-11-28 19:29:06.236543');
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
INSERT INTO "django_session" VALUES('omq5zvxzlb6zu8dpkbpo4tyrhcn75dqb','.eJxVi0sOwiAQhu_C2jRAcQouvQj5C0MgGpo4ZdV4dzVxodvvcaiIsdc4hB-xZXVRRp1-2Yp04_4RGTvfW-cJKW2j7zIJi7Sty3T9Rn9nhdT3Zml25WyoePKsS1hhdZ4thwRaAjlyOcHCFFjjtEuGnAYztF-YPbR6vgBBKzVv:1xXO6c:jcs8YEEMNGqWDjVevOy8QD5xMzjsQPE8q_NtoX0cEjI','2026-12-12 19:29:06.728311');
INSERT INTO "django_session" VALUES('3fx828uth8udj3v6h6tau94kvgbbfnhw','.eJxVi80OwiAMgN-FsyGjrIx59EVIoTUQDUvsOC2-u1niQa_fz2ESjb2mofJKjc3VgLn8skzlIf0UTLs8WxdLpWyj72pVVNvW1d6-0d9ZSeu5MbgQhLIAegGI5T4XH8VndOQcZsIVYVpmDAszZe8AaCKJecXA7Mz7A1b2NZM:1xXO6d:hDr8ldrFfts5KcbVt96XWgQ22zxGS_XZxHfXM2JkGVE','2026-12-12 19:29:07.030560');
CREATE TABLE "journal_completedcommand" ("idempotency_key" varchar(64) NOT NULL PRIMARY KEY, "person" varchar(150) NOT NULL, "action" varchar(40) NOT NULL, "digest" varchar(64) NOT NULL, "first_seq" bigint NOT NULL, "last_seq" bigint NOT NULL, "at" datetime NOT NULL);
INSERT INTO "journal_completedcommand" VALUES('82a662e29ccf4d578ca06f944d5dd94c','ben','open coverage','785078c0bd40939affb8975aac2f46575cfddc25c178c9616dcebef8ed4689d8',1,1,'2026-11-28 19:29:06');
INSERT INTO "journal_completedcommand" VALUES('234fe57def0c4f95b8c89876054b6df0','ben','open coverage','21af34173bb36c78ea7189bd544ea571fa2ec6035107b77b91ae45759c7edbae',2,2,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('82e6e5afdd4340bd954d85a27fd5e928','ben','open coverage','13c66903d6810811a50f8f9f492206b9b88976e84d450110dc0aaed081006ec7',3,5,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('8ed728b1f41e44af83f824203311d599','ben','open coverage','25a993f8bc844a352cd7e51cbeba5af4c68b5600096e8f94da03e50b0b565371',6,6,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('66c926286d4e4848a60141e4cb43c544','ben','publish','265207043cae966f988d05a8b76e73b62a4d0fb7a00813be2f47e77e67700954',7,7,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('22d39b50a11d40d7b2a16f0e69ee6575','ben','set key event','2c61fc6f7eff5054c1d999de518fdd198507515a4450c9a1120d971af0335010',8,8,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('be7a447dae06412dbc4692b5a138374a','ben','revise','4d2d7f28cf7949843422b72f2b4d45618a512b960563719e54bdc893740c9746',9,9,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('aedc13c41e77404ebdd9e5ace721141e','ben','update','8a036006109ca9068f890e19663e8ca9a9d70ea2aa25417ca03fab6763752b88',10,10,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('e8867617b9694eaab5e7a16cc54aa8c1','ben','clarify','08fd3ad4b3defd7e364fb613142340c7d0fc3cc94c3a46e1775368e4dc97fb14',11,11,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('e81f0e57f0594828a0d34ad71752bbcd','ben','correct','0aa0a969f5bd0d7d2b744b82a52373d017f5c3119da155ebd484f6cc93b2fae5',12,12,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('5bbd404e2dee4e5f8aa6b05bd46a98e9','ben','retract','01527a1ae910dad97713ba568055ed16661d0e3a8862a46f86fb04abfc41d520',13,13,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('2c3d122a98d84515ba508762c2bce509','ben','publish','22c8af2a33e5b9e28119724f1b35a826944a4c539798c60fe4de18722ce8bd9b',14,14,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('feb19a256fc8440897004cd80eca0743','ben','withdraw','5da58158bcf7d7d41d1697d3fe45c0ce73cb650198287184518515ffa7cd6eb8',15,15,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('edef2abcb7c7442e9a3a84c8b344024b','ben','set pin','dbed7a5e5ad1dfc9be1d30d5dcd8011fc2fd8b7de42e5e371bc15bb4a0a85e2e',16,16,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('a2c9566a5d394ceeadbb51c40f745568','ben','set summary','',17,17,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('6aaac5d6c06b49e4ad820deedc428f8a','ben','set key points','d4ef1e2dcbdaf6f4565547d7fd2fbf50d1adc9894bed805b4ae6329235a47d91',18,18,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('a9661ca2f964497dbfaa979d57c3eb6f','ben','retitle coverage','ad8b8ce24826567a171ba7550835ad5b90c67a4bc510b316174b0df33f2b3e29',19,20,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('8a46d40245a143fdac0a9b9860d2c6a7','ben','set state','9290d20028baefe0562364f33245ec2d08a51b9cdb88125f090df34f85197a8f',21,22,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('ea3fa989ef704525af7b8d9f058629f1','ben','erase','fd5332802b5a78b563c864b5b2e6f0e41428de4ed6fada99c70ba2d27c355273',23,23,'2026-11-28 19:29:07');
INSERT INTO "journal_completedcommand" VALUES('0a025614c1c4483b8cde2e5dcf636a35','ben','publish','fa03c3f34034f6b05b06f241ee67630a24e582fbb099d6d33c95cab0ef0cc3fb',24,24,'2026-11-28 19:29:08');
INSERT INTO "journal_completedcommand" VALUES('d137009992474927a23ef63597a22df4','ben','publish','6d7b851718c23078161265af2d3f04ceee8b35f2defa01be361724bd23fc8a8d',25,25,'2026-11-28 19:29:08');
INSERT INTO "journal_completedcommand" VALUES('d0df24ea294644148e2df449ff3ca478','ben','publish','3d530b2a5fe660daf2fb40d082cfca7c77ec0614fbbaae65a2a5bbe8dedba07d',26,26,'2026-11-28 19:29:08');
INSERT INTO "journal_completedcommand" VALUES('9318e317f4fd4760adf95cb0bbe1ffc9','ben','publish','b152c672562f94de6c7f733a9e7413ab7f6eeb523ce0eaa2d61cd1e3c0417bfc',27,27,'2026-11-28 19:29:08');
INSERT INTO "journal_completedcommand" VALUES('96582b5ff8d64e828cd8c6b069873a11','ben','publish','f11f65541a9055ba5d194023beb3b334534180dc1e65cae85046166c4214f24f',28,28,'2026-11-28 19:29:08');
INSERT INTO "journal_completedcommand" VALUES('08d7ebeb6b9f4c6480e5a3555bf431da','ben','publish','7c7811a85fb4ebbc985278353479194470b2d175076399d20aa7dfddd6116d3a',29,29,'2026-11-28 19:29:08');
INSERT INTO "journal_completedcommand" VALUES('7e0cd00f95ee42dea209131503084475','ben','publish','936b74350253e894847c7fe0921f502cdc04c2c7b371cf36bd7c82126349216f',30,30,'2026-11-28 19:29:08');
INSERT INTO "journal_completedcommand" VALUES('262c2d30cbee4e03aff238725a8976ec','ben','publish','1958bc6881d1ec2359492539a831fba6d91daf13d6802aaadf64e91f3c94d4e7',31,31,'2026-11-28 19:29:08');
CREATE TABLE "journal_coverage" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "uid" varchar(34) NOT NULL UNIQUE, "slug" varchar(80) NOT NULL UNIQUE, "head" bigint NOT NULL);
INSERT INTO "journal_coverage" VALUES(1,'c-730e4015234144000ed7bbd10fe039b3','flood',31);
INSERT INTO "journal_coverage" VALUES(2,'c-af180d7a2ca935e8d301e0b5c5168f6f','east',22);
INSERT INTO "journal_coverage" VALUES(3,'c-29cc3bc6834ffe1228882099075c40ef','north',23);
INSERT INTO "journal_coverage" VALUES(4,'c-3f9de9e9ed790e64c63f2bacc478e74b','west',6);
CREATE TABLE "journal_disclosure" ("digest" varchar(43) NOT NULL PRIMARY KEY, "ordinal" integer NOT NULL, "name" varchar(40) NOT NULL, "text" text NULL, "leaf_id" bigint NOT NULL REFERENCES "journal_leaf" ("seq") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "journal_disclosure" VALUES('GdoU2W7kKxp5XvUBNGLcAbG2rBBWaNBLbzAPtGoxk2A',0,'slug','WyJESjIxalNQZzhQTUhIYjBuTTFCbk5QSnYzZ2FYMXpDWHdMaU1GU2lvOS1rIiwic2x1ZyIsImZsb29kIl0',1);
INSERT INTO "journal_disclosure" VALUES('hLD2SYMR0rpSjz2Y6jATbFnlryD40SCpMqz4euKnBvs',1,'headline','WyJrdWdxQ3REZWNmVWZyWDdnZ0tBaXNmYUdTT2Q5bHFxVjBVQ3pPd25lc1M4IiwiaGVhZGxpbmUiLCJUaGUgT3JyaW4gcmlzZXMiXQ',1);
INSERT INTO "journal_disclosure" VALUES('teWyuaGsQmOX3_6rNHSOvZ-yEdB2u5lemG6Lk1ereto',2,'standfirst','WyJsU05kbjhBc1FSQkpvU1R1ZFNfX0NhcVlzYUhFaklnUldKNk54bWJnUkpRIiwic3RhbmRmaXJzdCIsIlJhaW4gaW4gdGhlIGhpbGxzLiJd',1);
INSERT INTO "journal_disclosure" VALUES('YE1ldEufzLXM5zrLIcWev5Qb-Sw4Ly6nzOO7faxhjQc',3,'bylines','WyJoaG5TeF9wVWw4WU9pSk9uUUpCWXpISTJfRlpjSkFjUy1qOUNDVHE0ZW1RIiwiYnlsaW5lcyIsW11d',1);
INSERT INTO "journal_disclosure" VALUES('E6y5zE-hadBrQSGipkAJ-pRnJENrb8WHlDFrI81BdGA',4,'zone','WyIwREZxQk8yeF80Z0R5OHRnaG9UeHU3S1RkNTFxMXlXZzFlY1lNRU5Mcy1vIiwiem9uZSIsIkV1cm9wZS9Mb25kb24iXQ',1);
INSERT INTO "journal_disclosure" VALUES('0DA3s12lyx9L49IYiH7ZzysPyWQNH34W4pw0bXKIsio',5,'language','WyI3NVFmelIzc0x5VTY2UXRFTW1mcmZiZTgteHd1WlkxeHltbEdma1d1OVpRIiwibGFuZ3VhZ2UiLCJlbiJd',1);
INSERT INTO "journal_disclosure" VALUES('cjLg0D6D8uIskXS4JmMUqOCrAmWSSZ8T9pvRzf584pY',6,'state','WyJVblBKZ19qSDlFN2o0cFN5aGhmM04zUWRqczRkY1ZYamJlZUtzdWpUUEpVIiwic3RhdGUiLCJsaXZlIl0',1);
INSERT INTO "journal_disclosure" VALUES('43p0aWqKpaajlYOzgDtVt4y-oxNEZsy6Win2mEdro40',7,'dated','WyJKRFZTWW1MZnpVNnJrNEY4c2NWRWdGWjFyRk1aZGtXX1JyU2ZPRGRQbUpnIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA2WiJd',1);
INSERT INTO "journal_disclosure" VALUES('aOYkYz3kbaAeJIshDG5hALrOd9pCpVVnVkE5FL8U0_0',0,'slug','WyJ1N3E4MjM5OVVZd1plTHdRODVDRDcwMDRKQlRIdkVXN1Y5dkowMGlsTFc4Iiwic2x1ZyIsImVhc3QiXQ',2);
INSERT INTO "journal_disclosure" VALUES('3rdduvtB57nld8kHCUL878q-IPpRa76CT0OTwXHT8Jg',1,'headline','WyJDSXpZaWI3UE0zaVVta2lJU0QtN0IwNU55VVVVUXMweVhjaURUaGs5N3UwIiwiaGVhZGxpbmUiLCJFYXN0Il0',2);
INSERT INTO "journal_disclosure" VALUES('XWosmG6vVE0cSMeMc_A0cRFuxxXXCwU8PRBDp2aA6Oc',2,'standfirst','WyJnV01FTWEza3E1U1RSa3ZEUG4xTDZRRzhrMXI3U2RCMTctYjZUVUNiWllnIiwic3RhbmRmaXJzdCIsIiJd',2);
INSERT INTO "journal_disclosure" VALUES('5vbn1MN7WU0Jeqx3rC4O-vhD0HlLM_0e-7ceHjGHE5Y',3,'bylines','WyJsZWxKOUZSN3d5cGJTTFVJOHB1VHFKQlkxZGhSLTJtbEFSTW9YRm9yZkVNIiwiYnlsaW5lcyIsW11d',2);
INSERT INTO "journal_disclosure" VALUES('9mdTskRZD4Y-0ZvTwHTomTiKjL_v46UON8ffoBt4dTQ',4,'zone','WyJSdzlMWlZNYjdjNVlwcnRHS3VsV0FUc2ExMTN1Yjh4QkozUnhiWE1MUkNZIiwiem9uZSIsIkV1cm9wZS9Mb25kb24iXQ',2);
INSERT INTO "journal_disclosure" VALUES('nnIKNccHus5vjAH1ov9jqVeosi2nKPolZZdFkgex300',5,'language','WyJrWHBacmNhR3JieWl3eXdMVUdDTjRBR2lyX1poRnYtMTlyNlBldUNlOU9BIiwibGFuZ3VhZ2UiLCJlbiJd',2);
INSERT INTO "journal_disclosure" VALUES('uuAgI7H4rjTzZSqLrWU9RZgWBoNwSJsNqs3TEiUE298',6,'state','WyIweFIzQjFqSHdRWWdkeVN5ai0tOW9qS0huUmY5ZTItdmtWMzduMkxNdUpBIiwic3RhdGUiLCJsaXZlIl0',2);
INSERT INTO "journal_disclosure" VALUES('GlK0agiX2cQWV5ZMPZ9d8FsIcnV2Vk7JHtgUz3fv_ic',7,'dated','WyJWcTRKOC10eVluQ1ROZVVNelA4ajdYVGVHSDVGaDFaYVVqLU9JYmlpUG8wIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA3WiJd',2);
INSERT INTO "journal_disclosure" VALUES('Qz6x-m61eNBqWsBcYPGmHsS61FXfKb1h0U6KGWZmQRA',0,'slug','WyJ2MUJoVUhuS3ZPWjNJZHNVUklQQUhCRFEtclg0VFZROWszbTZhMXQ0UVE4Iiwic2x1ZyIsIm5vcnRoIl0',3);
INSERT INTO "journal_disclosure" VALUES('a70J-YP9avRhbFsV_xeVIKBrmlS5opLNAm4OcdO6a2Q',1,'headline','WyJCTHFMak9DT1QyM2JGMUROanhSemtES3ZQYTN6SlFOdW9xa09Sd185TGtzIiwiaGVhZGxpbmUiLCJOb3J0aCJd',3);
INSERT INTO "journal_disclosure" VALUES('XHoRBIK4lQoa7p3uZPNn81eqW8MZoOKWJB15TZBt5ns',2,'standfirst','WyJQRkJLc0hOS1hoTDhGbjl5cEtpaHY1dWNFY0FwUTFCaUgzZUk3YWJmczZzIiwic3RhbmRmaXJzdCIsIiJd',3);
INSERT INTO "journal_disclosure" VALUES('iVZQNjPxqZJfelQbexBCX4P3A_U6oua6T7XulZcGx3o',3,'bylines','WyI2b3N5Z3NKNXRGb1FZQ2RtbG95UldULWxOd1hoNGp5RXBfQXp2T2VKa1JZIiwiYnlsaW5lcyIsW11d',3);
INSERT INTO "journal_disclosure" VALUES('3eoRWbF9WbGQopn2-F-Ayf3kVWiIKcrvL35Q4pS-CwA',4,'zone','WyJhR1hzZWt6cWNyWUNVNUpsUDFxS3cwcm53OEh4Z2EwS0FWenVhQ0JQOFdzIiwiem9uZSIsIkFzaWEvQmVpcnV0Il0',3);
INSERT INTO "journal_disclosure" VALUES('xOLWr3NaavW2AyOTJO1P7rN8XlPNz6lamcYkpoIngSk',5,'language','WyJyYmFwMm1WeEU1MlRBRjVMems1Qm01aDJDNlpnRXFXTDNlSHNObEZwN2JrIiwibGFuZ3VhZ2UiLCJlbiJd',3);
INSERT INTO "journal_disclosure" VALUES('ivP-BUeWSwXnITGxqTWLVFo5TZmSEDklKCYm3Ti7Bw0',6,'state','WyJLcl9waUMzb2FNMUJiRXBVeGphb01sUndnWUR4VVI3djlYeHBadW9IX1pNIiwic3RhdGUiLCJsaXZlIl0',3);
INSERT INTO "journal_disclosure" VALUES('-EiOJDsWgBf1w1V_RcpMlDrdb6glNVWQv_6j2xTCK0o',7,'dated','WyJWdXVwTmxZVFVxOGpPdGg2NVlWT1R2SHcwd1B6SlBZSHlGZ1VKNUZPTDF3IiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA3WiJd',3);
INSERT INTO "journal_disclosure" VALUES('pIBGGYJWJXHegSTOGav_zg5FZ3n4rDC2LEn1mt_ZCHE',0,'side','WyIybV8tUnd3WnpRaXhER09PUTY4blNRcjF1UVJ1N19kc0JpbHRKTXBnNnVBIiwic2lkZSIsInByZXZpb3VzIl0',4);
INSERT INTO "journal_disclosure" VALUES('hXCptrhhRcdTLGBFcv5E0FEpfWS-UlFIARoByvAVsvQ',1,'slug','WyJiNldkZXBGYWlhQUZ3b0Y5Rmt1YU1ieGM3TjEzbHVubS1McWJkLU5tMlMwIiwic2x1ZyIsImVhc3QiXQ',4);
INSERT INTO "journal_disclosure" VALUES('i5oagwi8onRoEqjgLLV6FEY7sPBZz20Qr4zxgGpOE9c',2,'headline','WyJWOUV0SW1GblRtS29pcVRaaThCZTVwYnB3RXNEV2k2UllFVTV3cVZsT3RzIiwiaGVhZGxpbmUiLCJFYXN0Il0',4);
INSERT INTO "journal_disclosure" VALUES('ga6zwOPoOkyiRwotWiHdgWdYLJ7wT5DOFGyNRnvzGH8',3,'state','WyJPWGtnRnhnZzhQaHhyTUFQOXlESDVvOHRQbUZrM1haT3dEN2drN1lHSVhrIiwic3RhdGUiLCJsaXZlIl0',4);
INSERT INTO "journal_disclosure" VALUES('IUCC6GjchmuiRMO9h2-Af-anMmDDd91b27xBUepdlZQ',0,'side','WyJ2aEhrdXJDcWxkcFVMcktwTTNDVnBXT2tCdWlCbFhScFJJcEh3czZhbm13Iiwic2lkZSIsIm5leHQiXQ',5);
INSERT INTO "journal_disclosure" VALUES('6_z5z4FH9IuaLlKGNBVGXpylPz0PX58qN6f0SOdxkM4',1,'slug','WyJ5Y3lEdzBqeXg0bklaMGVmNDFHcGVXZlg4amFwa3FJdmJUaVYwLU93OTNVIiwic2x1ZyIsIm5vcnRoIl0',5);
INSERT INTO "journal_disclosure" VALUES('Xa7dDJ683yDA3t2brZ2SuplFsXO7lx909Y1lqm8TN2A',2,'headline','WyJtYy0xV2oyalVoSXZENHB2TjhfU1RtZzNESXpidDhoc3dMUkdNZmNTWU80IiwiaGVhZGxpbmUiLCJOb3J0aCJd',5);
INSERT INTO "journal_disclosure" VALUES('BI7EzZAnBuxAKELgslfKl1V_A9RkGICn7CPKtRm_UrM',3,'state','WyJvWDRBaDBaMEVIRGJsV0dMRDg0azB4bWl6bGFESU1VZWtEVmdTeUVQZjljIiwic3RhdGUiLCJsaXZlIl0',5);
INSERT INTO "journal_disclosure" VALUES('mr5lXzWzJTKwoB0gJIAIzGoayrCVLMcXmBc09hMYHVo',0,'slug','WyJMT2tHRkZuUmNfQnJRc0lwWlY3dVgxWmQtZzhTQTBYWDRlV3lXU2Fnc3pBIiwic2x1ZyIsIndlc3QiXQ',6);
INSERT INTO "journal_disclosure" VALUES('ye_a6p0hFmncuMWRpJstvWYPPaW3zm7j1oWQxkteGPw',1,'headline','WyJOZDVsZnYzc1d3NGFtcXBMLVNmTVJjXzdEWWo5VHptSVpfLTNLbmllOXVnIiwiaGVhZGxpbmUiLCJXZXN0Il0',6);
INSERT INTO "journal_disclosure" VALUES('NzpC6dvXUwrnIXvt77uvQDWN_YODp833XfG-ewaY920',2,'standfirst','WyIwal93d3ZzQTRPZmxFYUdHS3Y3Y1Rac3pobDZSeVpvMEIyRHQ3TlhiN1JFIiwic3RhbmRmaXJzdCIsIiJd',6);
INSERT INTO "journal_disclosure" VALUES('8Ye3oygoPWz9Hc0H06IFOqWDE16YLhOmCtPwJ6iYoJo',3,'bylines','WyJWM0k2M2doOHNDVnkzMmxienA0eXF4d2JKc2YtXzNUaWNyOEhqZmJXOXpBIiwiYnlsaW5lcyIsW11d',6);
INSERT INTO "journal_disclosure" VALUES('zdxnvmExGWYmIf0Ri9NfHHnXD9Lgo9FTWcl_vDR7znw',4,'zone','WyJ2bkNYYlRsWkh1emh0Wm9FbndpR1JnWHRBLVNPMVdRQmNhWXJrRVZNZGNBIiwiem9uZSIsIlVUQyJd',6);
INSERT INTO "journal_disclosure" VALUES('UBu7S-HvQSapl1sCQ1qbcaYmTKQFa8i3qHnFpTsviKY',5,'language','WyJ3d05vYXJnOVh3MWFSOXMwMHpkU3g5UzhseUtRRmU0alVjRnVyNFFqejVvIiwibGFuZ3VhZ2UiLCJlbiJd',6);
INSERT INTO "journal_disclosure" VALUES('kj6dCZ4J2jSQnL0J_aYfnXeZpscy9MF9wSovoijqtok',6,'state','WyJONEN3V3VhdWJSZlgyTkszaGJxam85bkdGXzhSbnlOWW9BaDY1NnpzSmtnIiwic3RhdGUiLCJsaXZlIl0',6);
INSERT INTO "journal_disclosure" VALUES('4t3RzuopGI8glD2ir13M33nwIcqYLD1KPvw-bEZamIU',7,'dated','WyJDbFVfSTZIbXZabExxdThFODhyQVNfMjd1M0l4MmlicjBFZTNheVlBM0djIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA3WiJd',6);
INSERT INTO "journal_disclosure" VALUES('XneUz6FUfzjK7i7AWxbOjhybUXLUAXrVYnWwUF9UXUU',0,'headline','WyJMRXdBR1UtcllTRXJqZTlCbmJtbng2RTFlX0R2VFZDNmNLZXNVbzJfaG5BIiwiaGVhZGxpbmUiLCIiXQ',7);
INSERT INTO "journal_disclosure" VALUES('m9JIaajptPXDYQoceasnoHsAM77ul2Fes_rz1z5fHUM',1,'bylines','WyJEYzdyd0J1eEdQbHN0MnkySXNwUUpHVlFYd3NzWHMzb1NjV0pyZjlfMXlzIiwiYnlsaW5lcyIsW11d',7);
INSERT INTO "journal_disclosure" VALUES('_SZ8Os65rOv6j1mqCUev68OYgfN39eF4I_1Uk9NFE3A',2,'dated','WyJUUHlIOGszcGpLRXI5bklFcWR5UGpRc21DQW9TbVRLUHZJaDBiczVaNkw0IiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA3WiJd',7);
INSERT INTO "journal_disclosure" VALUES('sCgW0Q__QQyEo3PbA90Yx83MrRTjiFBCLcaWZboZx4o',3,'parts.0','WyJEWnFMQ09aODJ2SDJwVlpXUGt0NVdCUkg4cTRqeTkyYlUyYW4xaFVyR0hFIiwicGFydHMuMCIseyJ0eXBlIjoiVGV4dCIsInBhcmFncmFwaHMiOltbeyJ0eXBlIjoiUnVuIiwidGV4dCI6IldhdGVyLiIsIm1hcmtzIjpbXSwibGluayI6IiJ9XV19XQ',7);
INSERT INTO "journal_disclosure" VALUES('1H2nkxA8MzlN1RU3bpDLiMdRT0zL3APGiSedTH8erzY',0,'key_event','WyJYdmc5SWFIRkJsY29oSGw5dUprS3E5ektDb3V6OGY0TWxETzBfdGZQY1hrIiwia2V5X2V2ZW50Iix0cnVlXQ',8);
INSERT INTO "journal_disclosure" VALUES('hlS3y2qtdd5_BVF-sJKlefOPSsHvweeoclu8bNqf7hc',0,'headline','WyJreFhSOG5ibTJITUxzdXVGZlV2eFV0V3UxaVJUY2pBRGtib1pubWpBWTJ3IiwiaGVhZGxpbmUiLCIiXQ',9);
INSERT INTO "journal_disclosure" VALUES('fvbV_iM6Nlsf3cqnnyzc2GiN1pXOw0Ieuq0o4hVyvQc',1,'bylines','WyJSdUc2ajlzaS1XZXFyUnVudWNVNUZXWDAyWHRmZkhwdFhVQ01sc2Z0dUU0IiwiYnlsaW5lcyIsW11d',9);
INSERT INTO "journal_disclosure" VALUES('8z1QAafD2eOEye-nuoga43EZvJ17-qJaXQ9tc1JxjBg',2,'note','WyJ0OVc1aEkyVGlsanItRHIxS2xrdTQ3RUhROF9tdDN1Z2Z1VHZNT0J4ZlpzIiwibm90ZSIsIiJd',9);
INSERT INTO "journal_disclosure" VALUES('hOeC4r1I1ThWQniBrexs58cNeG7LZG6kMPRJH4zj_Ek',3,'parts.0','WyI4akJOWmtzNFM5U0l6RW40UTE0T3MxNk1NYmlRejA3MUJEakhQX012eUlVIiwicGFydHMuMCIseyJ0eXBlIjoiVGV4dCIsInBhcmFncmFwaHMiOltbeyJ0eXBlIjoiUnVuIiwidGV4dCI6IldhdGVyIC4iLCJtYXJrcyI6W10sImxpbmsiOiIifV1dfV0',9);
INSERT INTO "journal_disclosure" VALUES('SpMrdmx5aAbEtKeuF2Kx6nW5Cbz0J-VnJNUG8m5GH-Y',0,'headline','WyJaQ0x3M0Frbjc2bEE5ekNYQzZkM2RELU9FeDZOTnBnUW1RLWM5Q09reU13IiwiaGVhZGxpbmUiLCIiXQ',10);
INSERT INTO "journal_disclosure" VALUES('rz0W1-3IJ4_bWl17sA2ZGrpuYZNrNo814n_zkGNE75k',1,'bylines','WyI1TUZyYUU0S1poQTZ2ZjJHQmt4QUhyTlRpVW9OZnVHY29RUnROUUVqRjkwIiwiYnlsaW5lcyIsW11d',10);
INSERT INTO "journal_disclosure" VALUES('2GVlNLZuPjdH5uGAj5JlrToGz38xYlExyaoNF2dE6tA',2,'note','WyJBU2xmUllwOGtzRVhSTHZtemtGVnhrTFR5eVdkV0g3SzR2QXFpUjNuRjlZIiwibm90ZSIsIldoeS4iXQ',10);
INSERT INTO "journal_disclosure" VALUES('icrYb1SMJuE-WDk5vHOBAzmmmuq4sIaHgdMf1ytoRr4',3,'parts.0','WyJaYzEwZlowSnZsUHZqMzJtcl9qaENPWmtlMVh0OEU1VFcxWWpfdVBPNzFRIiwicGFydHMuMCIseyJ0eXBlIjoiVGV4dCIsInBhcmFncmFwaHMiOltbeyJ0eXBlIjoiUnVuIiwidGV4dCI6IldhdGVyLCBtb3JlLiIsIm1hcmtzIjpbXSwibGluayI6IiJ9XV19XQ',10);
INSERT INTO "journal_disclosure" VALUES('y4c-Px0LLID-fD9Y7jIWs_5nn8Uvw4eSLqWf20efOl4',0,'headline','WyJZY3hRRk5zaHNUbFR3d3ZpeFh5bHZmSVg3RTdQVVVWQXB2R2U0bUhpUk5vIiwiaGVhZGxpbmUiLCIiXQ',11);
INSERT INTO "journal_disclosure" VALUES('xVrIOFQyOQ0dwOG8faCCDq9oDW2F2LlbT4NU_XqOccE',1,'bylines','WyJWOU9RM3MxZDZZXzAweGJHcVBwcHIwbzZ5VXhXMklWbDRDRTNiTWl1WWVjIiwiYnlsaW5lcyIsW11d',11);
INSERT INTO "journal_disclosure" VALUES('saEf8tAl2lShiNwB5KO8_1RFjXCqFEUgRHSgRHL3E3U',2,'note','WyI2Tm1PQTdJY0NRMkE3b0tiVElFMkJlOURHdmxaTDI1VGs2b3k5WVlZUnlVIiwibm90ZSIsIldoeS4iXQ',11);
INSERT INTO "journal_disclosure" VALUES('qOGK_SwZQk93HlYxfBuz3VtFLIthTJmIXxlaes1ICfo',3,'parts.0','WyJ2R01qNWtYNkpETUs0cjRncDVpOXlTS3QtRHlsc1NtbzdLcDlBSE1zTkFVIiwicGFydHMuMCIseyJ0eXBlIjoiVGV4dCIsInBhcmFncmFwaHMiOltbeyJ0eXBlIjoiUnVuIiwidGV4dCI6IldhdGVyLCBtdWNoIG1vcmUuIiwibWFya3MiOltdLCJsaW5rIjoiIn1dXX1d',11);
INSERT INTO "journal_disclosure" VALUES('sjTdRHRdvTbnfhmSA-Zzadkbn7eJ8P3NHdz-2yVkaXE',0,'headline','WyI5UkgzemdUTTMtWWE5OGpTSVZ3U3F6cENwOUNPQUtoOER1N083Q1FyemU0IiwiaGVhZGxpbmUiLCIiXQ',12);
INSERT INTO "journal_disclosure" VALUES('tOZhxJJZCjpdOE6BTojR3m6LzeLYHhpyFzzGXDaYEZ0',1,'bylines','WyJBNHJ5ZnZGYWJ2TTFZQTZrMFg3cFRDSHZCYVpONGpRRktqUjFjUGpKME5BIiwiYnlsaW5lcyIsW11d',12);
INSERT INTO "journal_disclosure" VALUES('CzosgVFRJZSzJcfelrKc-pEjgxehd5p6JybLxv6Y7VE',2,'note','WyJzaGxMRU55cGNpNm1lM2Z1Y3FwYVlBWWJRXy1BczNzU2ZlMm0tUWtsdmF3Iiwibm90ZSIsIldoeS4iXQ',12);
INSERT INTO "journal_disclosure" VALUES('Epro9DqBJntbN_BDnnbMAuHdvVhvNE9iTgIR4irT2go',3,'parts.0','WyJCVjBXRTN4dEdrTnQxT0NyNjFqNDZackp2bGlkNS1JUkFnVXVUdHB1ekVZIiwicGFydHMuMCIseyJ0eXBlIjoiVGV4dCIsInBhcmFncmFwaHMiOltbeyJ0eXBlIjoiUnVuIiwidGV4dCI6IldpbmUuIiwibWFya3MiOltdLCJsaW5rIjoiIn1dXX1d',12);
INSERT INTO "journal_disclosure" VALUES('mIRcrNVRaVo-UjKqo2wamdfMmfUHdABoam4CiB1Ho88',0,'reason','WyJrLXA3anNnMnItREFweTBWU0lMcUI5NWRvOVp4VVdIUW82VjNXdjBfbGRNIiwicmVhc29uIiwiTm8uIl0',13);
INSERT INTO "journal_disclosure" VALUES('-_IAWAW6g4V3LSkPMi4vXNWeS5aLKe7k-eWnsUYexuM',0,'headline','WyJ6RVpWQ3R6MXRnU1dVY09qa3ItWHVOZmJDVm1JSEhvOXRnOC11alJtc0FVIiwiaGVhZGxpbmUiLCIiXQ',14);
INSERT INTO "journal_disclosure" VALUES('djaiKYDYPPcx9xaN5UztUzR5ooaCFx7OAWYWbUSHaCM',1,'bylines','WyJOV3pVRTYzZWptT3N1VmtKVDA4X2Yzd3VETmFzSk0yVXlhOVl5TkZHdFQ4IiwiYnlsaW5lcyIsW11d',14);
INSERT INTO "journal_disclosure" VALUES('CL1LbWOMYQrAGPrCFzi3IpRs85jVJVspeCwjPvh9O30',2,'dated','WyJjODJBeldFVFRLLTBZR2tBeDduRHcwZmZ3bDRrNjNvQi1BeXlUSk9MWjljIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA3WiJd',14);
INSERT INTO "journal_disclosure" VALUES('atakFnnZyYCjQFM6qBXXj6yphwDDFgdORVrNsIJWreo',3,'parts.0','WyJVbUxidzlqR1M1V3FNMkVDOHRSRWZubzg4cHVzbDZlcFNSckJtQVdWTEE0IiwicGFydHMuMCIseyJ0eXBlIjoiVGV4dCIsInBhcmFncmFwaHMiOltbeyJ0eXBlIjoiUnVuIiwidGV4dCI6Ik1vcmUuIiwibWFya3MiOltdLCJsaW5rIjoiIn1dXX1d',14);
INSERT INTO "journal_disclosure" VALUES('Ubh0aJwTnxwC-NuOtnZYpmz4vTHVo2FMRz94zB8RhtA',0,'reason','WyJ3cXd2cEdtREpma3FsU0hkaDJGejdLUFJlZ2EwS3lKU3lmcXp4ZzNpdkY0IiwicmVhc29uIiwiTm8uIl0',15);
INSERT INTO "journal_disclosure" VALUES('rvUM0sdFGV_WGuXJ8JfBlgHbcYKJ8goJ0BtRFa4GVns',0,'post','WyJFTmlHZmpiQV9WVXlFeVRRZVhUX0hVaERxb1lPTHl1Mk1DVHZKWnRXUjF3IiwicG9zdCIsMV0',16);
INSERT INTO "journal_disclosure" VALUES('V4zj6solvuP5ZYTvthGGEBgaXHdXYoHYqc36O55QHkk',0,'headline',NULL,17);
INSERT INTO "journal_disclosure" VALUES('zV0RHQiGvk-JuNJBTQX0CWtJZp6ezvrTB-m6oRYvQm8',1,'bylines',NULL,17);
INSERT INTO "journal_disclosure" VALUES('M5mRQHFQrL0ULAy-7z1vf6NcGO1-0-8XMAwuBDvTh3o',2,'dated','WyJuZ29NTDVRTTI4N0tpY1pUUkV5cl9ZejkzZDRfR3VPcE1GT3Rpcm1RcUlFIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA3WiJd',17);
INSERT INTO "journal_disclosure" VALUES('P_iXh98s4ShB19rX5o0gCB8IEWzao7e8tUxFFti667g',3,'parts.0',NULL,17);
INSERT INTO "journal_disclosure" VALUES('ek56vHnF0V78L9FbwBuMN2pHdgChXtLP41zv1HXHLic',0,'points','WyJQU2s5ZzZxSkx3RUo3T3c1Rkc1d0xjNldXSXA3SU5iZlVoQU5zMEF2LXBNIiwicG9pbnRzIixbeyJ0eXBlIjoiS2V5UG9pbnQiLCJsaW5lIjoiTm90ZSIsInBvc3QiOjAsImNvdmVyYWdlIjoiIn0seyJ0eXBlIjoiS2V5UG9pbnQiLCJsaW5lIjoicG9zdCIsInBvc3QiOjEsImNvdmVyYWdlIjoiIn0seyJ0eXBlIjoiS2V5UG9pbnQiLCJsaW5lIjoib3RoZXIiLCJwb3N0IjowLCJjb3ZlcmFnZSI6ImVhc3QifV1d',18);
INSERT INTO "journal_disclosure" VALUES('sN67cPnvdHQSxMBiIpq9t0f-ImVfk3aL1PiTmxhBtes',0,'headline','WyJ3TkRRNU5UaHhyVnIwQXBOMjBHb1dkNk9NdFpYei1NaE1DLXdoWDlHWnNjIiwiaGVhZGxpbmUiLCJOb3RlIl0',19);
INSERT INTO "journal_disclosure" VALUES('B2ZIuHpYu-80YU_wAVxNx2CjakuxNjwcbSENOqOyxfk',1,'standfirst','WyJKeDBIc3NOUV94cXpGV3NSWEVjZ0lOVnFzSm5VMEpqZU11SGtHYWJQVUlJIiwic3RhbmRmaXJzdCIsIiJd',19);
INSERT INTO "journal_disclosure" VALUES('rDJrEBz1lpPnvRLi3BLwns1M27eh5xzHabG5Tc3xnjw',2,'bylines','WyJ6WEhFSlVGbzNSYW1TMHZQWWpHWUg4OE10aXBoZkJFU3FGQlkxZnAyUTRZIiwiYnlsaW5lcyIsW11d',19);
INSERT INTO "journal_disclosure" VALUES('-ML5JJrFQgADaw37JJjt0wvOiqVxEzc4oB0Y_7nCaj8',0,'side','WyJTMFFhUXF6TXNmcjk5aUxZejJ3MXA5NHRyR19HMHZTQWxmZkNPNmpDX1VrIiwic2lkZSIsIm5leHQiXQ',20);
INSERT INTO "journal_disclosure" VALUES('bAM-LnBZEUQap5UethhTCvVGtF3RxjDasxcLTyfifjM',1,'slug','WyJNZzkySXdKb1F3VDFGa2RKM1lqYXlyQjFrdTRhSXVGangxWEw2NzNfY0VRIiwic2x1ZyIsIm5vcnRoIl0',20);
INSERT INTO "journal_disclosure" VALUES('bE3YFpjBD9V_cYIeWl9w7IsW0vde_0qurgt-FeYB7A8',2,'headline','WyItWWh3RTJRMmp6TlVtRk1lVk1VX2x1ZnB1VFRsa2xPQVprQlZ2bFZ0MjBzIiwiaGVhZGxpbmUiLCJOb3RlIl0',20);
INSERT INTO "journal_disclosure" VALUES('dyO66KPkb9ZlBjVM5N9jlsbWgFDyepTxwnvVyNwzhgE',3,'state','WyJtLUxmSndlTjRqMFpmQndrZlQ0aUZFdjhsZm9XbmF1Y243emEycnVudGdjIiwic3RhdGUiLCJsaXZlIl0',20);
INSERT INTO "journal_disclosure" VALUES('TJnw5FNsE9a3TIAx3MmLCSZlq_VjcsVtyZdJSSC8RXE',0,'state','WyI1MHg2TWhFVENIYWg2UDg0Y0JfQ2JaWmpHUVU1NEREaXR3S1BvRWVWV193Iiwic3RhdGUiLCJjbG9zZWQiXQ',21);
INSERT INTO "journal_disclosure" VALUES('cmi6WWyGK0wdBqAZMboyN0sKEr2NrrO53y3M-aJOiYo',0,'side','WyJOTkRSNUFRYnlYaUcxWWQ5UVpHM1hlRWRwc3o4NmlTTUIxSlZBaHJocmhJIiwic2lkZSIsIm5leHQiXQ',22);
INSERT INTO "journal_disclosure" VALUES('--lI-_ZPFV_HMI-YfsEjDsNFP3EU-XEait_xblhnfXI',1,'slug','WyJWMkpSSzF3Y3VqT3NtdHR0S1d6U1gzNnpuUzU2eVBvQTZna0lKVWNYWG80Iiwic2x1ZyIsIm5vcnRoIl0',22);
INSERT INTO "journal_disclosure" VALUES('A1Uzp6C1To0UcU9oi7RgH_IHR1E-8bsNfcKVCGVcydw',2,'headline','WyIwVVdVcWxYM0pSQVQybXpDT2g5YjRHZHJ4VjF4ODNSSG5oeVEzbGN5OElBIiwiaGVhZGxpbmUiLCJOb3RlIl0',22);
INSERT INTO "journal_disclosure" VALUES('BIvS_a9AvTplGAPJHKr_t186qyktt76Mj-ewNeIVXbo',3,'state','WyJ6eVlDNFBYelF0enhVdDJQdjdxLVhSZmlFMFVvVjVWLTE0OUZqQ0RBb0VFIiwic3RhdGUiLCJjbG9zZWQiXQ',22);
INSERT INTO "journal_disclosure" VALUES('ezCKECTtjV6po4aWj2tvFEdK7aPquX4CAjx_ay3WwU4',0,'seq','WyJYTmwtcnA4cW80OW1ER1JPbnNkZzhLX2UtQ3dkTVZGLWlSblVMa0I2NEVjIiwic2VxIiwxN10',23);
INSERT INTO "journal_disclosure" VALUES('e91DNGTVOve8b2XKmDuQH-IuVHP4R9D-L2ncXI7m3II',1,'reason','WyJwclRTT3N1VkNJZ3ByMFM2ajl0emhlSkZuNUNNaU1vVVpLTF9HOW9uZ3FvIiwicmVhc29uIiwiY291cnRfb3JkZXIiXQ',23);
INSERT INTO "journal_disclosure" VALUES('E4INvWkg5SHVhH22t42_InVofg6l_vzJV7qI9Ae2QRM',0,'headline','WyJxVEtNdk82STd5TGJZUk9kNlZhcUdOZkZsUVFkQi1wNjFXUUNfQ0dSVzJZIiwiaGVhZGxpbmUiLCJBIHBvc3Qgd2l0aCBhIFRleHQiXQ',24);
INSERT INTO "journal_disclosure" VALUES('wxAXc8uIjjSF0zlUS4d4ISrRC8deFF5sZ0bvkYOKhTM',1,'bylines','WyJrR1BmV1lrSzh5dXAyQTVnWVZmUnBveXJDMEVTaDJURzZsR1Rsa0pHX0VFIiwiYnlsaW5lcyIsW3sidHlwZSI6IkJ5bGluZSIsIm5hbWUiOiJBZGEgTGluZCIsInJvbGUiOiJlZGl0b3IiLCJwbGFjZSI6IlZhcm4ifV1d',24);
INSERT INTO "journal_disclosure" VALUES('jNCT5Q69oZuYXQoEBUl8mriUN8woODT5nyiW6RvfgSw',2,'dated','WyJhTF9hQUNpTl9teFVfVUx3QnhTNVNlaEdVRHFMcTNrc1BKRjh6SlM2M1RrIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA4WiJd',24);
INSERT INTO "journal_disclosure" VALUES('0oto4qySEdrusegPFzixo_jsyIdgpCJSk0zE99b5UqY',3,'parts.0','WyJ4dExPc3ExVF9OQWpjeVJWMnhxYTJYWVhkMGpNSXlBdW5aSF94SUtBOEw0IiwicGFydHMuMCIseyJ0eXBlIjoiVGV4dCIsInBhcmFncmFwaHMiOltbeyJ0eXBlIjoiUnVuIiwidGV4dCI6IlRoZSB3YXRlciBzdGFuZHMgYXQgIiwibWFya3MiOltdLCJsaW5rIjoiIn0seyJ0eXBlIjoiUnVuIiwidGV4dCI6IjQuMiBtIiwibWFya3MiOlsic3Ryb25nIl0sImxpbmsiOiIifSx7InR5cGUiOiJSdW4iLCJ0ZXh0IjoiLiIsIm1hcmtzIjpbXSwibGluayI6IiJ9XV19XQ',24);
INSERT INTO "journal_disclosure" VALUES('3ev7z1DeImG0_v5gwfJlCH2feDGT4FifAlIkQQorVzo',0,'headline','WyI1NTZUeGVRSTZNaV9wUXVvck82eTFmY0d4TGFBVGc5eXRFTmpQN3I5cFZjIiwiaGVhZGxpbmUiLCJBIHBvc3Qgd2l0aCBhIFF1b3RhdGlvbiJd',25);
INSERT INTO "journal_disclosure" VALUES('ki2KlG0YJnYCYQudSPCoXFDSa07EBHl8LyC90o_Nl6s',1,'bylines','WyIweVB5LVJNTXJqam5TT1hLZ3ZSYlJpN0R6akotcHNZMU9zb0daWDlyZllBIiwiYnlsaW5lcyIsW3sidHlwZSI6IkJ5bGluZSIsIm5hbWUiOiJBZGEgTGluZCIsInJvbGUiOiJlZGl0b3IiLCJwbGFjZSI6IlZhcm4ifV1d',25);
INSERT INTO "journal_disclosure" VALUES('YYkcycU2ugZ7Cb64itwzm5RfiTOgGqe1Yuo6rI5tn7k',2,'dated','WyJUNkVsQ1JrR0JBQzVYRU1mbjhMcUJfUzlOeWZYWXVyUlNBU2ptSE4tWjh3IiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA4WiJd',25);
INSERT INTO "journal_disclosure" VALUES('73aawXseIshim1WlcilWgYCsQbsF3ejbWI32vaqm9Jg',3,'parts.0','WyJYamZOQVVoN3BXQzdocWpGR2pITC1lRVpnV0JLazlBTmRURkJyc2tyRThBIiwicGFydHMuMCIseyJ0eXBlIjoiUXVvdGF0aW9uIiwicGFyYWdyYXBocyI6W1t7InR5cGUiOiJSdW4iLCJ0ZXh0IjoiVGhlIHdhdGVyIHN0YW5kcyBhdCAiLCJtYXJrcyI6W10sImxpbmsiOiIifSx7InR5cGUiOiJSdW4iLCJ0ZXh0IjoiNC4yIG0iLCJtYXJrcyI6WyJzdHJvbmciXSwibGluayI6IiJ9LHsidHlwZSI6IlJ1biIsInRleHQiOiIuIiwibWFya3MiOltdLCJsaW5rIjoiIn1dXSwic3BlYWtlciI6IlRoZSBtYXlvciJ9XQ',25);
INSERT INTO "journal_disclosure" VALUES('mdXU9AMdcOV5W3cftoSlT0GAHztPmQeP_l9lfoXTl2c',0,'headline','WyJHY01qRjlQS05oSFVoWUYxOHpheUVKTUJEdGI2VnJPYklJdDhXdW5ncUwwIiwiaGVhZGxpbmUiLCJBIHBvc3Qgd2l0aCBhIFF1ZXN0aW9uIl0',26);
INSERT INTO "journal_disclosure" VALUES('xDyYXe1WbGG6aoLVP01h4ZbYJee1QhePS0tmLK1zwK8',1,'bylines','WyJhZnhZLWR6ZkhmbjlUR2NqblRmR2V6bTBmWjU0Zkd5MDZIQ1dRdmxQRUFvIiwiYnlsaW5lcyIsW3sidHlwZSI6IkJ5bGluZSIsIm5hbWUiOiJBZGEgTGluZCIsInJvbGUiOiJlZGl0b3IiLCJwbGFjZSI6IlZhcm4ifV1d',26);
INSERT INTO "journal_disclosure" VALUES('LbgCwcmpm_3luPRjagmGPXFAZMkyF760U-PSwIx6Hg4',2,'dated','WyJTdXU3cU1lSkRvVm1qcVBCNjFwSWhZSmFLQ0s4YzNlN0M0WmtHODNqWmJzIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA4WiJd',26);
INSERT INTO "journal_disclosure" VALUES('ui52Lqchw_5B8a61Otp698BvqAfKRdlI37VQntMCQmY',3,'parts.0','WyJlSWZLenJTVm9tOVA1d1VWRHVQZFhaZWsxWWoydUVKYjFZdjg4d0h5SFJRIiwicGFydHMuMCIseyJ0eXBlIjoiUXVlc3Rpb24iLCJxdWVzdGlvbiI6IklzIGl0IHNhZmU_IiwiYW5zd2VyIjpbW3sidHlwZSI6IlJ1biIsInRleHQiOiJUaGUgd2F0ZXIgc3RhbmRzIGF0ICIsIm1hcmtzIjpbXSwibGluayI6IiJ9LHsidHlwZSI6IlJ1biIsInRleHQiOiI0LjIgbSIsIm1hcmtzIjpbInN0cm9uZyJdLCJsaW5rIjoiIn0seyJ0eXBlIjoiUnVuIiwidGV4dCI6Ii4iLCJtYXJrcyI6W10sImxpbmsiOiIifV1dfV0',26);
INSERT INTO "journal_disclosure" VALUES('130Y5zh48zVPHMU5CbhGWLRJRa8YsUL8q75cdS-GL-k',0,'headline','WyJhdVpyUVJ3QWRDeHFmSWNfcGtoX3l6WmdBT0tnUXppQkdhb1VIYXA3NTNrIiwiaGVhZGxpbmUiLCJBIHBvc3Qgd2l0aCBhIEJ1bGxldHMiXQ',27);
INSERT INTO "journal_disclosure" VALUES('g6s6K1jK7-4eOVNMjoaPNvFaL2IyYDc8Heq3mr9dmK4',1,'bylines','WyJ2WVNBVWFBYUQ1X0xhVzEzWnlNTHpRbmF3Q2xOdk8xajJaY21oQlU5M1lzIiwiYnlsaW5lcyIsW3sidHlwZSI6IkJ5bGluZSIsIm5hbWUiOiJBZGEgTGluZCIsInJvbGUiOiJlZGl0b3IiLCJwbGFjZSI6IlZhcm4ifV1d',27);
INSERT INTO "journal_disclosure" VALUES('7rL_oTZubvTDkrdpM9wz1G5bgER2bNRNE-iykdQQsWM',2,'dated','WyJUZWhuQ09WeUdjeW1sdEtWX0c3cXdCSDFrcUwxbnpCX1RzVmRJZWdYeTZVIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA4WiJd',27);
INSERT INTO "journal_disclosure" VALUES('voIrxwimj3HAen8-MWwt2muC-OsUj8L1Nxskm-x_yMg',3,'parts.0','WyJvbUZzSGJobVBIWnBHUUFlZTJGSXhKLVBwaTBxQy1VZ1gtOGYtNW1mc2RrIiwicGFydHMuMCIseyJ0eXBlIjoiQnVsbGV0cyIsImJ1bGxldHMiOlt7InR5cGUiOiJCdWxsZXQiLCJsaW5lIjpbeyJ0eXBlIjoiUnVuIiwidGV4dCI6IlRoZSBkYW0gaG9sZHMuIiwibWFya3MiOltdLCJsaW5rIjoiIn1dLCJwb3N0cyI6W119XX1d',27);
INSERT INTO "journal_disclosure" VALUES('rz3n_ulFfGeN7w6qdTPI8inG7kI7RjNDQ0tzDe1uGRY',0,'headline','WyI2VllURkZJODljbk9uaG9YZFNfeU9MeFlsQzNOU1NSMno1ZFprNHJJX0FVIiwiaGVhZGxpbmUiLCJBIHBvc3Qgd2l0aCBhIFBob3RvZ3JhcGgiXQ',28);
INSERT INTO "journal_disclosure" VALUES('2A15pfhE4Vxn0xdvQgFGi4b0YNhqYnh27tmr-6aSShk',1,'bylines','WyJ1SHRzWFBra1hoaGdHR0pnTWdkekNodjhQZk9JLWJuVmMtN20xejA4V24wIiwiYnlsaW5lcyIsW3sidHlwZSI6IkJ5bGluZSIsIm5hbWUiOiJBZGEgTGluZCIsInJvbGUiOiJlZGl0b3IiLCJwbGFjZSI6IlZhcm4ifV1d',28);
INSERT INTO "journal_disclosure" VALUES('3n0lDYqalY0URjzpC99Vqks6ODWMGEPJXK9HWfgI3G8',2,'dated','WyIwMWRjNlY4cGZlMFRQSFlpcE9VNFNnSmxDNldwSG5TemVuODJVSDZUMTlzIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA4WiJd',28);
INSERT INTO "journal_disclosure" VALUES('v2B1d2O5DGj3oxgst5FLfAr6RLCA-N0Q8NXPz3PEWp0',3,'parts.0','WyJoVmZsbUExN0hrMFdsV0RBYzBMYVN3YmV5b2ZONTJtazJ2dnFOTTBUM1VBIiwicGFydHMuMCIseyJ0eXBlIjoiUGhvdG9ncmFwaCIsInJlbmRpdGlvbnMiOlt7InR5cGUiOiJSZW5kaXRpb24iLCJzaGEyNTYiOiI1ZDJlZDUxMzc0YjI2NTNlZjllMmE1MzM5OGE1NGM2YjI1ZDgwNjdkZjAwNzU2YjNkNThjZGZhN2Q3MzE4NDZkIiwibWVkaWFfdHlwZSI6ImltYWdlL2F2aWYiLCJ3aWR0aCI6NjAsImhlaWdodCI6NDAsInNpemUiOjc2M30seyJ0eXBlIjoiUmVuZGl0aW9uIiwic2hhMjU2IjoiZTFlMmI4OGNmMWVjYjkwNWJmOTMxMWE0YWQ0ZWY1ODE1ZmIwMDRhMzViNzkyZGUwMWUyZWQ0N2MwZGU0N2Q4OSIsIm1lZGlhX3R5cGUiOiJpbWFnZS9qcGVnIiwid2lkdGgiOjYwLCJoZWlnaHQiOjQwLCJzaXplIjoxMTc1fV0sImFsdF90ZXh0IjoiQSBkb29yIiwiY2FwdGlvbiI6IlRoZSBkb29yIiwiY3JlZGl0IjoiQWRhIExpbmQifV0',28);
INSERT INTO "journal_disclosure" VALUES('AtDeYe381VUuMjEGYRFB0X7iGIK4pcla-ElZRC0U-uA',0,'headline','WyJwaFRDbnVMamlQMDBKWU1Gc0owc0JNRUV6WjVfX0RGQTVHSWRsdzR2bWhVIiwiaGVhZGxpbmUiLCJBIHBvc3Qgd2l0aCBhIEVtYmVkIl0',29);
INSERT INTO "journal_disclosure" VALUES('kw_TNHNjSWwwSVDUznASNjSmT_wr0aYsQLYAk6wFpdU',1,'bylines','WyJOcnZPQzJxRDFuWjJqQTZqRmdlbEthNi1CVS1iWjF0WU1nWTZJdmc5UnpRIiwiYnlsaW5lcyIsW3sidHlwZSI6IkJ5bGluZSIsIm5hbWUiOiJBZGEgTGluZCIsInJvbGUiOiJlZGl0b3IiLCJwbGFjZSI6IlZhcm4ifV1d',29);
INSERT INTO "journal_disclosure" VALUES('ay-JBgHJrJR4pZbKoPYTa1tpJuqSKHCjh626D3XRuKQ',2,'dated','WyJBcC1FaUJfWm5GejFURHdmZnZVajEtelB3eFllclFfejRLdkhMNjNaSkhBIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA4WiJd',29);
INSERT INTO "journal_disclosure" VALUES('NOSuJL4ia5ZY4sk-8LyWXhhs86pdza60Gn_8WeyzIcg',3,'parts.0','WyJ3OXBYS0xmTWRoUmxZcTNoS1hIdndRaWlVYlFSZHJCemd2eGRnajk4ZTE0IiwicGFydHMuMCIseyJ0eXBlIjoiRW1iZWQiLCJhZGRyZXNzIjoiaHR0cHM6Ly9hLmV4YW1wbGUvMSIsImF1dGhvciI6IkEgZmlsbSIsInBvc3RlZF9hdCI6IkEuIEV4YW1wbGUiLCJwYXJhZ3JhcGhzIjpbW3sidHlwZSI6IlJ1biIsInRleHQiOiJUaGUgd2F0ZXIgc3RhbmRzIGF0ICIsIm1hcmtzIjpbXSwibGluayI6IiJ9LHsidHlwZSI6IlJ1biIsInRleHQiOiI0LjIgbSIsIm1hcmtzIjpbInN0cm9uZyJdLCJsaW5rIjoiIn0seyJ0eXBlIjoiUnVuIiwidGV4dCI6Ii4iLCJtYXJrcyI6W10sImxpbmsiOiIifV1dfV0',29);
INSERT INTO "journal_disclosure" VALUES('X8OG_yWDiv3EGTAChRGXw9z8dFFMtHsIIkqPdcUX_Eg',0,'headline','WyJSS0VjaGROME1NV0xDa1pOYWJGUXJ0UWoxb043clBCd3ViaWUxYWppaE84IiwiaGVhZGxpbmUiLCJBIHBvc3Qgd2l0aCBhIE1hcE1hcmtzIl0',30);
INSERT INTO "journal_disclosure" VALUES('SPGDWZneggpeTAgHn3SqxnwmmyhNi1yR-yM2KZtmvls',1,'bylines','WyJJb1hYWThPLXV4MWIzdU5IeWdQZkJYNUVNNDJOc2RELTBTeTh2ZlV4ZWxZIiwiYnlsaW5lcyIsW3sidHlwZSI6IkJ5bGluZSIsIm5hbWUiOiJBZGEgTGluZCIsInJvbGUiOiJlZGl0b3IiLCJwbGFjZSI6IlZhcm4ifV1d',30);
INSERT INTO "journal_disclosure" VALUES('XdDUMs0Mr0Nl2dEXBiFOFKTVPxHwysByya-lu321NpE',2,'dated','WyJaVkNVemhtT0tlcGFtSWdNRmI1WndoczNUU3MxeGNpRHlHWlZGYzYyaW53IiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA4WiJd',30);
INSERT INTO "journal_disclosure" VALUES('t7yGi5IpvM1dlmeHo0eTWzI8zuK_mFCSgOWwc78AmhQ',3,'parts.0','WyI1cU1wcEY0OXJVM2xzNkN0dTk4QkttbkZhUVNMcWNJbVB3TGNOQkRJTGtVIiwicGFydHMuMCIseyJ0eXBlIjoiTWFwTWFya3MiLCJ0aXRsZSI6IkZsb29kcyIsImxlZ2VuZCI6WyJ0aGUgZWFzdCJdLCJwbGFjZXMiOlt7InR5cGUiOiJQbGFjZSIsIm5hbWUiOiJWYXJuIiwibGF0aXR1ZGUiOiIxLjUiLCJsb25naXR1ZGUiOiItMiJ9XX1d',30);
INSERT INTO "journal_disclosure" VALUES('tJCWsmcaiC_SsEtzgtrfDond25iuwt535Y65GP_lfp0',0,'headline','WyJVNzVWeWRSMnp5N19uUnkzRGx4TlcyZzZNX3JVZFdwWTVJSXJueE9XZ2tRIiwiaGVhZGxpbmUiLCJBIHBvc3Qgd2l0aCBhIExvc3QiXQ',31);
INSERT INTO "journal_disclosure" VALUES('lJorjzNwMhzqqXVumTDcoijJ9V5VSUH4MK1CUumZS4s',1,'bylines','WyJIMXJoY1EtR1lqeVlsdXBqV1RfbElNbnFoandlN1ZCSjN5eWlHWVNhMkg4IiwiYnlsaW5lcyIsW3sidHlwZSI6IkJ5bGluZSIsIm5hbWUiOiJBZGEgTGluZCIsInJvbGUiOiJlZGl0b3IiLCJwbGFjZSI6IlZhcm4ifV1d',31);
INSERT INTO "journal_disclosure" VALUES('qqPMJFYx6-dFF907Joz5WoaOI1gG7YU6NJDrFUh61Kg',2,'dated','WyJ1NElzM2NvRnJlU1RJdUNWOWJ6ZmFfRWdDc09FbDRydkpVRUxfVEZXUjZVIiwiZGF0ZWQiLCIyMDI2LTExLTI4VDE5OjI5OjA4WiJd',31);
INSERT INTO "journal_disclosure" VALUES('b6Bd77gU0zk-9gLWFqBksJW24RE84dZC4HzSICh_qj0',3,'parts.0','WyJYTklMQlVYaE1iTk52WTZUMUtaYW45dG5SaHNFVEM1YVJhamNoMVItQzFzIiwicGFydHMuMCIseyJ0eXBlIjoiTG9zdCIsIndoYXQiOiJwaG90b2dyYXBoIiwiY2FwdGlvbiI6IlRoZSBkYW0iLCJjcmVkaXQiOiJBLiBFeGFtcGxlIn1d',31);
CREATE TABLE "journal_followerposition" ("name" varchar(100) NOT NULL PRIMARY KEY, "seq" bigint NOT NULL);
CREATE TABLE "journal_leaf" ("seq" bigint NOT NULL PRIMARY KEY, "kind" varchar(40) NOT NULL, "at" datetime NOT NULL, "object" varchar(80) NOT NULL, "revision" integer NOT NULL, "previous" bigint NOT NULL, "leaf" BLOB NOT NULL, "coverage_id" bigint NULL REFERENCES "journal_coverage" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "journal_leaf" VALUES(1,'coverage.opened','2026-11-28 19:29:06','coverage',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B22304441337331326C7978394C343949596948375A7A7973507957514E483334573470773062584B4973696F222C22343370306157714B7061616A6C594F7A674474567434792D6F784E455A73793657696E326D4564726F3430222C22453679357A452D686164427251534769706B414A2D70526E4A454E72623857486C44467249383142644741222C2247646F553257376B4B787035587655424E474C634162473272424257614E424C627A415074476F786B3241222C225945316C644575667A4C584D357A724C49635765763551622D5377344C79366E7A4F4F37666178686A5163222C22636A4C6730443644387549736B5853344A6D4D55714F4372416D5753535A3854397076527A663538347059222C22684C443253594D52307270536A7A3259366A415462466E6C72794434305343704D717A3465754B6E427673222C227465577975614773516D4F58335F36724E48534F765A2D794564423275356C656D47364C6B31657265746F225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E6F70656E6564222C226F626A656374223A22636F766572616765222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30365A227D',1);
INSERT INTO "journal_leaf" VALUES(2,'coverage.opened','2026-11-28 19:29:07','coverage',1,0,X'7B22636F766572616765223A22632D6166313830643761326361393335653864333031653062356335313638663666222C2264696765737473223A5B22337264647576744235376E6C64386B4843554C383738712D495070526137364354304F5477584854384A67222C223576626E314D4E375755304A657178337243344F2D76684430486C4C4D5F30652D376365486A4748453559222C22396D6454736B525A4434592D305A76547748546F6D54694B6A4C5F763436554F4E3866666F427434645451222C22476C4B30616769583263515756355A4D505A396438467349636E5632566B374A487467557A3366765F6963222C2258576F736D47367656453063534D654D635F41306352467578785858437755385052424470326141364F63222C22614F596B597A336B626141654A49736844473568414C724F643970437056566E566B4535464C3855305F30222C226E6E494B4E636348757335766A4148316F76396A7156656F7369326E4B506F6C5A5A64466B676578333030222C227575416749374834726A547A5A53714C72575539525A6757426F4E77534A734E7173335445695545323938225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E6F70656E6564222C226F626A656374223A22636F766572616765222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',2);
INSERT INTO "journal_leaf" VALUES(3,'coverage.opened','2026-11-28 19:29:07','coverage',1,0,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B222D45694F4A447357674266317731565F5263704D6C4472646236676C4E565751765F366A327854434B306F222C2233656F5257624639576247516F706E322D462D417966336B565769494B6372764C3335513470532D437741222C22517A36782D6D3631654E4271577342635950476D48735336314658664B6231683055364B47575A6D515241222C2258486F5242494B346C516F61377033755A504E6E3831657157384D5A6F4F4B574A423135545A4274356E73222C226137304A2D59503961765268624673565F786556494B42726D6C53356F704C4E416D344F63644F36613251222C2269565A514E6A5078715A4A66656C51626578424358345033415F55366F756136543758756C5A634778336F222C226976502D425565575377586E495447787154574C56466F35545A6D5345446B6C4B43596D33546937427730222C22784F4C5772334E616176573241794F544A4F315037724E38586C504E7A366C616D63596B706F496E67536B225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E6F70656E6564222C226F626A656374223A22636F766572616765222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(4,'coverage.linked','2026-11-28 19:29:07','series',1,0,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B226761367A774F506F4F6B796952776F7457694864675764594C4A37775435444F4647794E526E767A474838222C226858437074726868526364544C47424663763545304645706657532D556C464941526F4279764156737651222C2269356F61677769386F6E526F45716A674C4C5636464559377350425A7A32305172347A786747704F453963222C227049424747594A574A5848656753544F4761765F7A6735465A336E34724443324C456E316D745F5A434845225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E6C696E6B6564222C226F626A656374223A22736572696573222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(5,'coverage.linked','2026-11-28 19:29:07','series',1,0,X'7B22636F766572616765223A22632D6166313830643761326361393335653864333031653062356335313638663666222C2264696765737473223A5B22365F7A357A344648394975614C6C4B474E4256475870796C507A3050583538714E366630534F64786B4D34222C22424937457A5A416E427578414B454C67736C664B6C31565F4139526B4749436E3743504B74526D5F55724D222C224955434336476A63686D7569524D4F3968322D41662D616E4D6D44446439316232377842556570646C5A51222C2258613764444A36383379444133743262725A325375706C4673584F376C7839303959316C716D38544E3241225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E6C696E6B6564222C226F626A656374223A22736572696573222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',2);
INSERT INTO "journal_leaf" VALUES(6,'coverage.opened','2026-11-28 19:29:07','coverage',1,0,X'7B22636F766572616765223A22632D3366396465396539656437393065363463363366326261636334373865373462222C2264696765737473223A5B22347433527A756F70474938676C4432697231334D33336E77496371594C44314B5076772D62455A616D4955222C22385965336F79676F50577A3948633048303649464F715744453136594C684F6D437450774A3669596F4A6F222C224E7A7043366476585577726E49587674373775765144574E5F594F44703833335866472D65776159393230222C2255427537532D4876515361706C317343513171626361596D544B51466138693371486E4670547376694B59222C226B6A3664435A344A326A53516E4C304A5F6159666E58655A70736379394D463977536F766F696A71746F6B222C226D72356C587A577A4A544B776F4230674A4941497A476F61797243564C4D63586D42633039684D5948566F222C2279655F6136703068466D6E63754D5752704A737476575950506157337A6D376A316F5751786B7465475077222C227A64786E766D45784757596D4966305269394E6648486E5844394C676F39465457636C5F764452377A6E77225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E6F70656E6564222C226F626A656374223A22636F766572616765222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',4);
INSERT INTO "journal_leaf" VALUES(7,'post.published','2026-11-28 19:29:07','post-1',1,0,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B22586E65557A364655667A6A4B376937415778624F6A68796255584C5541587256596E577755463955585555222C225F535A384F733635724F76366A316D714355657636384F5967664E3339654634495F31556B394E46453341222C226D394A4961616A707450584459516F636561736E6F4873414D3737756C324665735F727A317A356648554D222C227343675730515F5F515179456F335062413930597838334D7252546A694642434C6361575A626F5A78346F225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D31222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(8,'post.key_event_set','2026-11-28 19:29:07','post-1',2,7,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B223148326E6B7841384D7A6C4E315255336270444C694D645254307A4C334150476953656454483865727A59225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E6B65795F6576656E745F736574222C226F626A656374223A22706F73742D31222C2270726576696F7573223A372C227265766973696F6E223A322C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(9,'post.revised','2026-11-28 19:29:07','post-1',3,8,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B22387A31514161664432654F4579652D6E756F67613433455A764A31372D714A615851397463314A786A4267222C22667662565F694D364E6C73663363716E6E797A633247694E3170584F773049657571306F34685679765163222C22684F65433472314931546857516E6942726578733538634E6547374C5A47366B4D50524A48347A6A5F456B222C22686C5333793271746464355F4256462D734A4B6C65664F50537348767765656F636C7538624E7166376863225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E72657669736564222C226F626A656374223A22706F73742D31222C2270726576696F7573223A382C227265766973696F6E223A332C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(10,'post.updated','2026-11-28 19:29:07','post-1',4,9,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B223247566C4E4C5A75506A6448357547416A354A6C72546F477A333878596C457879616F4E46326445367441222C2253704D72646D783561416245744B657546324B78366E573543627A304A2D566E4A4E5547386D3547482D59222C22696372596231534D4A75452D57446B3576484F42417A6D6D6D7571347349614867644D663179746F527234222C22727A3057312D33494A345F62576C31377341325A47727075595A4E724E6F3831346E5F7A6B474E4537356B225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E75706461746564222C226F626A656374223A22706F73742D31222C2270726576696F7573223A392C227265766973696F6E223A342C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(11,'post.clarified','2026-11-28 19:29:07','post-1',5,10,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B22714F474B5F53775A516B3933486C59786642757A335674464C497468544A6D4958786C616573314943666F222C22736145663874416C326C5368694E7742354B4F385F3152466A584371464555675248536752484C33453355222C22785672494F4651794F513064774F4738666143434471396F44573246324C6C6254344E555F58714F636345222C227934632D5078304C4C49442D66443959376A4957735F356E6E385576773465534C715766323065664F6C34225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E636C61726966696564222C226F626A656374223A22706F73742D31222C2270726576696F7573223A31302C227265766973696F6E223A352C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(12,'post.corrected','2026-11-28 19:29:07','post-1',6,11,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B22437A6F73675646524A5A537A4A6366656C724B632D70456A67786568643570364A79624C78763659375645222C224570726F394471424A6E74624E5F42446E6E624D41754864765668764E453969546749523469725432676F222C22736A5464524852647654626E66686D53412D5A7A61646B626E37654A3850334E48647A2D3279566B615845222C22744F5A68784A4A5A436A70644F453642546F6A52336D364C7A654C5948687079467A7A4758446159455A30225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E636F72726563746564222C226F626A656374223A22706F73742D31222C2270726576696F7573223A31312C227265766973696F6E223A362C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(13,'post.retracted','2026-11-28 19:29:07','post-1',7,12,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B226D495263724E565261566F2D556A4B716F3277616D64664D6D6655486441426F616D3443694231486F3838225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E726574726163746564222C226F626A656374223A22706F73742D31222C2270726576696F7573223A31322C227265766973696F6E223A372C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(14,'post.published','2026-11-28 19:29:07','post-2',1,0,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B222D5F494157415736673456334C536B504D693476584E57655335614C4B65376B2D65576E7355596578754D222C22434C314C62574F4D5951724147507243467A69334970527338356A564A5673706543776A507668394F3330222C226174616B466E6E5A7959436A51464D36714258586A367970687744444667644F5256724E73494A5772656F222C22646A61694B594459505063783978614E35557A74557A52356F6F61434678374F415759576255534861434D225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D32222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(15,'post.withdrawn','2026-11-28 19:29:07','post-2',2,14,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B2255626830614A77546E7877432D4E754F746E5A59706D7A34765448566F32464D527A39347A423852687441225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E77697468647261776E222C226F626A656374223A22706F73742D32222C2270726576696F7573223A31342C227265766973696F6E223A322C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(16,'pin.set','2026-11-28 19:29:07','pin',1,0,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B227276554D3073644647565F574775584A384A66426C67486263594B4A38676F4A3042745246613447566E73225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A2270696E2E736574222C226F626A656374223A2270696E222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(17,'summary.set','2026-11-28 19:29:07','summary',1,0,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B224D356D5251484651724C30554C41792D377A317666364E63474F312D302D38584D4177754244765468336F222C22505F6958683938733453684231397258356F30674342384945577A616F3765387455784646746936363767222C2256347A6A36736F6C767550355A595476746847474542676158486458596F4859716333364F353551486B6B222C227A56305248516947766B2D4A754E4A42545158304357744A5A7036657A767254422D6D366F525976516D38225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A2273756D6D6172792E736574222C226F626A656374223A2273756D6D617279222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(18,'key_points.set','2026-11-28 19:29:07','key_points',1,0,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B22656B353676486E46305637384C3946627742754D4E3270486467436858744C5034317A76314858484C6963225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A226B65795F706F696E74732E736574222C226F626A656374223A226B65795F706F696E7473222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(19,'coverage.retitled','2026-11-28 19:29:07','coverage',2,3,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B2242325A4975487059752D383059555F774156784E7832436A616B75784E6A77636253454E4F714F7978666B222C2272444A7245427A316C70506E76524C6933424C776E73314D3237656835787A4861624735546333786E6A77222C22734E363763506E7664485153784D4269497071397430662D496D56666B33614C315069546D786842746573225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E72657469746C6564222C226F626A656374223A22636F766572616765222C2270726576696F7573223A332C227265766973696F6E223A322C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(20,'coverage.linked','2026-11-28 19:29:07','series',2,5,X'7B22636F766572616765223A22632D6166313830643761326361393335653864333031653062356335313638663666222C2264696765737473223A5B222D4D4C354A4A724651674144617733374A4A6A743077764F69715678457A63346F4230595F376E43616A38222C2262414D2D4C6E425A4555516170355565746868544376564774463352786A44617378634C54796669666A4D222C226245335946706A424439565F63594965576C397737497357307664655F3071757267742D46655942374138222C2264794F36364B506B62395A6C426A564D354E396A6C7362576746447965705478776E7656794E777A686745225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E6C696E6B6564222C226F626A656374223A22736572696573222C2270726576696F7573223A352C227265766973696F6E223A322C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',2);
INSERT INTO "journal_leaf" VALUES(21,'coverage.state_set','2026-11-28 19:29:07','coverage',3,19,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B22544A6E7735464E734539613354494178334D6D4C43535A6C715F566A63735674795A644A53534338525845225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E73746174655F736574222C226F626A656374223A22636F766572616765222C2270726576696F7573223A31392C227265766973696F6E223A332C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(22,'coverage.linked','2026-11-28 19:29:07','series',3,20,X'7B22636F766572616765223A22632D6166313830643761326361393335653864333031653062356335313638663666222C2264696765737473223A5B222D2D6C492D5F5A5046565F484D492D596673456A44734E46503345552D58456169745F78626C686E665849222C224131557A70364331546F30556355396F69375267485F49485231452D3862734E66634B5643475663796477222C22424976535F6139417654706C4741504A484B725F7431383671796B747437364D6A2D65774E65495658626F222C22636D6936575779474B3077644271415A4D626F794E30734B4572324E72724F353379334D2D614A4F69596F225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22636F7665726167652E6C696E6B6564222C226F626A656374223A22736572696573222C2270726576696F7573223A32302C227265766973696F6E223A332C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',2);
INSERT INTO "journal_leaf" VALUES(23,'entry.erased','2026-11-28 19:29:07','summary',2,17,X'7B22636F766572616765223A22632D3239636333626336383334666665313232383838323039393037356334306566222C2264696765737473223A5B22653931444E4754564F7665386232584B6D447551482D4975564850345239442D4C326E635849376D334949222C22657A434B454354746A5636706F3461576A3274764645644B3761507175583443416A785F61793357775534225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22656E7472792E657261736564222C226F626A656374223A2273756D6D617279222C2270726576696F7573223A31372C227265766973696F6E223A322C2274696D65223A22323032362D31312D32385431393A32393A30375A227D',3);
INSERT INTO "journal_leaf" VALUES(24,'post.published','2026-11-28 19:29:08','post-1',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B22306F746F347179534564727573656750467A69786F5F6A737949646770434A536B307A4539396235557159222C224534494E76576B6735534856684832327434325F496E566F6667366C5F767A4A563771493941653251524D222C226A4E4354355136396F5A755958516F4542556C386D7269554E38776F4F4454356E79695736527666675377222C2277784158633875496A6A5346307A6C55533464344953725243386465464635735A3062766B594F4B68544D225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D31222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30385A227D',1);
INSERT INTO "journal_leaf" VALUES(25,'post.published','2026-11-28 19:29:08','post-2',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B22336576377A314465496D47305F76356777664A6C434832666544475434466966416C496B51516F72567A6F222C223733616177587365497368696D31576C63696C57675943735162734633656A62574933327661716D394A67222C2259596B637963553275675A37436236346974777A6D35526669544F674771653159756F36724935746E376B222C226B69324B6C4730594A6E5943595175645350436F584644536130374542486C384C794339306F5F4E6C3673225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D32222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30385A227D',1);
INSERT INTO "journal_leaf" VALUES(26,'post.published','2026-11-28 19:29:08','post-3',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B224C62674377636D706D5F336C7550526A61676D47505846415A4D6B7946373630552D505377497836486734222C226D64585539414D64634F563557336366746F536C54304741487A74506D5165505F6C396C666F58546C3263222C22756935324C716368775F3542386136314F747036393842767141664B52646C49333756516E744D43516D59222C22784479595865315762474736616F4C5650303168345A62594A656531516865505330746D4C4B317A774B38225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D33222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30385A227D',1);
INSERT INTO "journal_leaf" VALUES(27,'post.published','2026-11-28 19:29:08','post-4',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B2231333059357A6834387A5650484D553543626847574C524A5261385973554C387137356364532D474C2D6B222C2237724C5F6F545A75627654446B7264704D39777A3147356267455232624E524E452D69796B64515173574D222C22673673364B316A4B372D34654F564E4D6A6F61504E7646614C32497959446338486571336D7239646D4B34222C22766F49727877696D6A334841656E382D4D577774326D75432D4F73556A384C314E78736B6D2D785F794D67225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D34222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30385A227D',1);
INSERT INTO "journal_leaf" VALUES(28,'post.published','2026-11-28 19:29:08','post-5',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B2232413135706668453456786E307864765167464769346230594E6871596E683237746D722D36615353686B222C22336E306C445971616C593055526A7A7043393956716B73364F44574D4745504A584B394857666749334738222C22727A336E5F756C466647654E377736716454504938696E47376B4937526A4E445130747A44653175475259222C227632423164324F3544476A336F7867737435464C66417236524C43412D4E3051384E58507A335045577030225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D35222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30385A227D',1);
INSERT INTO "journal_leaf" VALUES(29,'post.published','2026-11-28 19:29:08','post-6',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B224174446559653338315655754D6A4547595246423058376947494B3470636C612D456C5A524330552D7541222C224E4F53754A4C346961355A5934736B2D384C795758686873383670647A613630476E5F385765797A496367222C2261792D4A4267484A724A5234705A624B6F505954613174704A7571534B48436A6836323644335852754B51222C226B775F544E484E6A53577777535644557A6E41534E6A536D545F777230615973514C59416B367746706455225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D36222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30385A227D',1);
INSERT INTO "journal_leaf" VALUES(30,'post.published','2026-11-28 19:29:08','post-7',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B2253504744575A6E6567677065544167486E335371786E776D6D79684E693179522D794D324B5A746D766C73222C2258384F475F79574469763345475441436852475877397A386446464D74487349496B7150646355585F4567222C22586444554D73304D72304E6C326445584269464F464B5456507848777973427979612D6C753332314E7045222C227437794769354970764D31646C6D65486F306554577A49387A754B5F6D464353674F5777633738416D6851225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D37222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30385A227D',1);
INSERT INTO "journal_leaf" VALUES(31,'post.published','2026-11-28 19:29:08','post-8',1,0,X'7B22636F766572616765223A22632D3733306534303135323334313434303030656437626264313066653033396233222C2264696765737473223A5B226236426437376755307A6B2D39674C574671426B734A57323452453834645A4334487A534943685F716A30222C226C4A6F726A7A4E774D687A71715856756D5444636F696A4A39563556535548344D4B314355756D5A533473222C227171504D4A465978362D6446463930374A6F7A35576F614F49316747375955364E4A447246556836314B67222C22744A4357736D636169435F537345747A67747266446F6E6432356975777435333559363547505F6C667030225D2C22666F726D6174223A22646174656C696E652F31222C226B696E64223A22706F73742E7075626C6973686564222C226F626A656374223A22706F73742D38222C2270726576696F7573223A302C227265766973696F6E223A312C2274696D65223A22323032362D31312D32385431393A32393A30385A227D',1);
CREATE TABLE "journal_newsroom" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "epoch" varchar(16) NOT NULL, "head" bigint NOT NULL);
INSERT INTO "journal_newsroom" VALUES(1,'09855928',31);
CREATE TABLE "journal_projectionversion" ("name" varchar(100) NOT NULL PRIMARY KEY, "version" integer NOT NULL);
INSERT INTO "journal_projectionversion" VALUES('coverage',3);
INSERT INTO "journal_projectionversion" VALUES('media',1);
INSERT INTO "journal_projectionversion" VALUES('page',3);
CREATE TABLE "media_picture" ("key" varchar(32) NOT NULL PRIMARY KEY, "renditions" text NOT NULL CHECK ((JSON_VALID("renditions") OR "renditions" IS NULL)), "stored_at" datetime NOT NULL);
INSERT INTO "media_picture" VALUES('f4258dec1df562725f39004349a247fb','[{"type": "Rendition", "sha256": "5d2ed51374b2653ef9e2a53398a54c6b25d8067df00756b3d58cdfa7d731846d", "media_type": "image/avif", "width": 60, "height": 40, "size": 763}, {"type": "Rendition", "sha256": "e1e2b88cf1ecb905bf9311a4ad4ef5815fb004a35b792de01e2ed47c0de47d89", "media_type": "image/jpeg", "width": 60, "height": 40, "size": 1175}]','2026-11-28 19:29:08.138244');
CREATE TABLE "media_pictureremoval" ("sha256" varchar(64) NOT NULL PRIMARY KEY);
CREATE TABLE "media_pictureuserow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object" varchar(80) NOT NULL, "sha256" varchar(64) NOT NULL, "public" bool NOT NULL, "coverage_id" bigint NOT NULL REFERENCES "journal_coverage" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "picture_use" UNIQUE ("coverage_id", "object", "sha256"));
INSERT INTO "media_pictureuserow" VALUES(1,'post-5','5d2ed51374b2653ef9e2a53398a54c6b25d8067df00756b3d58cdfa7d731846d',1,1);
INSERT INTO "media_pictureuserow" VALUES(2,'post-5','e1e2b88cf1ecb905bf9311a4ad4ef5815fb004a35b792de01e2ed47c0de47d89',1,1);
CREATE TABLE "page_blockrow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(40) NOT NULL, "seq" bigint NOT NULL, "sort_key" varchar(40) NOT NULL, "page" integer NOT NULL, "html" text NOT NULL, "coverage_id" bigint NOT NULL REFERENCES "journal_coverage" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "block_name" UNIQUE ("coverage_id", "name"));
INSERT INTO "page_blockrow" VALUES(1,'headline',1,'',0,'<header class="masthead" data-block="headline" data-seq="1" data-state="live">
<p class="kicker">
<span class="state state-live">Live</span>
<time datetime="2026-11-28T19:29:06Z" data-full>19:29 GMT, 28 November 2026</time></p>
<h1 dir="auto">The Orrin rises</h1>
<p class="standfirst" dir="auto">Rain in the hills.</p></header>',1);
INSERT INTO "page_blockrow" VALUES(2,'headline',2,'',0,'<header class="masthead" data-block="headline" data-seq="2" data-state="live">
<p class="kicker">
<span class="state state-live">Live</span>
<time datetime="2026-11-28T19:29:07Z" data-full>19:29 GMT, 28 November 2026</time></p>
<h1 dir="auto">East</h1></header>',2);
INSERT INTO "page_blockrow" VALUES(3,'headline',21,'',0,'<header class="masthead" data-block="headline" data-seq="21" data-state="closed">
<p class="kicker">
<span class="state">As it happened</span>
<time datetime="2026-11-28T19:29:07Z" data-full>21:29 EET, 28 November 2026</time></p>
<h1 dir="auto">Note<span class="as-it-happened"> – as it happened</span></h1>
<p class="retitled">Headline changed <time datetime="2026-11-28T19:29:07Z">21:29</time></p>
<p class="retitled">Coverage closed <time datetime="2026-11-28T19:29:07Z">21:29</time></p></header>',3);
INSERT INTO "page_blockrow" VALUES(4,'series',4,'',0,'<nav class="series" data-block="series" data-seq="4" aria-label="Series">
<p class="before">Before this <a href="/east/" rel="prev" dir="auto">East</a></p></nav>',3);
INSERT INTO "page_blockrow" VALUES(5,'series',22,'',0,'<nav class="series" data-block="series" data-seq="22" aria-label="Series">
<p class="after">After this <a href="/north/" rel="next" dir="auto">Note – as it happened</a></p></nav>',2);
INSERT INTO "page_blockrow" VALUES(6,'headline',6,'',0,'<header class="masthead" data-block="headline" data-seq="6" data-state="live">
<p class="kicker">
<span class="state state-live">Live</span>
<time datetime="2026-11-28T19:29:07Z" data-full>19:29 UTC, 28 November 2026</time></p>
<h1 dir="auto">West</h1></header>',4);
INSERT INTO "page_blockrow" VALUES(7,'post-1',13,'20261128T192907-000001',1,'<article class="post retracted" id="post-1" data-block="post-1" data-seq="13" data-first="7" data-sort-key="20261128T192907-000001" data-day="Saturday 28 November 2026">
<p class="when"><a href="/north/post/1/"><time datetime="2026-11-28T19:29:07Z">21:29</time></a> <span class="key-mark">Key event</span></p>
<div class="body">
<p class="change retraction" dir="auto"><strong>Retracted</strong> <time datetime="2026-11-28T19:29:07Z">21:29</time> No.</p><del class="struck">
<p dir="auto">Wine.</p></del>
<p class="change quiet"><a href="/north/post/1/history/">Edited</a> <time datetime="2026-11-28T19:29:07Z">21:29</time></p>
<p class="change updated" dir="auto"><strong><a href="/north/post/1/history/">Update</a></strong> <time datetime="2026-11-28T19:29:07Z">21:29</time> Why.</p>
<p class="change clarified" dir="auto"><strong><a href="/north/post/1/history/">Clarification</a></strong> <time datetime="2026-11-28T19:29:07Z">21:29</time> Why.</p>
<p class="change corrected" dir="auto"><strong><a href="/north/post/1/history/">Correction</a></strong> <time datetime="2026-11-28T19:29:07Z">21:29</time> Why.</p></div></article>',3);
INSERT INTO "page_blockrow" VALUES(8,'key-events',13,'',0,'<nav class="key-events" data-block="key-events" data-seq="13" aria-labelledby="key-events-head">
<h2 id="key-events-head">Key events</h2>
<ul>
<li><span class="when"><time datetime="2026-11-28T19:29:07Z">21:29</time></span> <a href="/north/post/1/" dir="auto">Wine.</a></li></ul></nav>',3);
INSERT INTO "page_blockrow" VALUES(20,'post-2',15,'20261128T192907-000002',1,'<article class="post withdrawn" id="post-2" data-block="post-2" data-seq="15" data-first="14" data-sort-key="20261128T192907-000002" data-day="Saturday 28 November 2026">
<p class="when"><a href="/north/post/2/"><time datetime="2026-11-28T19:29:07Z">21:29</time></a></p>
<div class="body">
<p class="tombstone" dir="auto"><strong><span aria-hidden="true">✕</span> Post withdrawn</strong> <time datetime="2026-11-28T19:29:07Z">21:29</time> No.</p></div></article>',3);
INSERT INTO "page_blockrow" VALUES(22,'pin',16,'',0,'<section class="pin" data-block="pin" data-seq="16" aria-label="Pinned post">
<p class="pin-label"><span aria-hidden="true">◆</span> Pinned <a href="/north/post/1/"><time datetime="2026-11-28T19:29:07Z" data-full>21:29 EET, 28 November 2026</time></a></p>
<p class="change"><strong>Retracted</strong> No.</p></section>',3);
INSERT INTO "page_blockrow" VALUES(23,'summary',23,'',0,'<section class="summary" data-block="summary" data-seq="23"></section>',3);
INSERT INTO "page_blockrow" VALUES(24,'key-points',18,'',0,'<section class="key-points" data-block="key-points" data-seq="18" aria-label="Key points">
<ul>
<li dir="auto">Note</li>
<li dir="auto"><a href="/north/post/1/">post</a></li>
<li dir="auto"><a href="/east/">other</a></li></ul></section>',3);
INSERT INTO "page_blockrow" VALUES(30,'post-1',24,'20261128T192908-000001',1,'<article class="post published" id="post-1" data-block="post-1" data-seq="24" data-first="24" data-sort-key="20261128T192908-000001" data-day="Saturday 28 November 2026">
<p class="when"><a href="/flood/post/1/"><time datetime="2026-11-28T19:29:08Z">19:29</time></a></p>
<div class="body">
<h3 dir="auto">A post with a Text</h3>
<p class="bylines"><b class="name">Ada Lind</b>, editor in Varn</p>
<p dir="auto">The water stands at <strong>4.2 m</strong>.</p></div></article>',1);
INSERT INTO "page_blockrow" VALUES(31,'post-2',25,'20261128T192908-000002',1,'<article class="post published" id="post-2" data-block="post-2" data-seq="25" data-first="25" data-sort-key="20261128T192908-000002" data-day="Saturday 28 November 2026">
<p class="when"><a href="/flood/post/2/"><time datetime="2026-11-28T19:29:08Z">19:29</time></a></p>
<div class="body">
<h3 dir="auto">A post with a Quotation</h3>
<p class="bylines"><b class="name">Ada Lind</b>, editor in Varn</p>
<blockquote><p dir="auto">The water stands at <strong>4.2 m</strong>.</p><footer dir="auto">— The mayor</footer></blockquote></div></article>',1);
INSERT INTO "page_blockrow" VALUES(32,'post-3',26,'20261128T192908-000003',1,'<article class="post published" id="post-3" data-block="post-3" data-seq="26" data-first="26" data-sort-key="20261128T192908-000003" data-day="Saturday 28 November 2026">
<p class="when"><a href="/flood/post/3/"><time datetime="2026-11-28T19:29:08Z">19:29</time></a></p>
<div class="body">
<h3 dir="auto">A post with a Question</h3>
<p class="bylines"><b class="name">Ada Lind</b>, editor in Varn</p>
<div class="question"><h4 dir="auto">Is it safe?</h4><p dir="auto">The water stands at <strong>4.2 m</strong>.</p></div></div></article>',1);
INSERT INTO "page_blockrow" VALUES(33,'post-4',27,'20261128T192908-000004',1,'<article class="post published" id="post-4" data-block="post-4" data-seq="27" data-first="27" data-sort-key="20261128T192908-000004" data-day="Saturday 28 November 2026">
<p class="when"><a href="/flood/post/4/"><time datetime="2026-11-28T19:29:08Z">19:29</time></a></p>
<div class="body">
<h3 dir="auto">A post with a Bullets</h3>
<p class="bylines"><b class="name">Ada Lind</b>, editor in Varn</p>
<ul class="bullets">
<li dir="auto">The dam holds.</li></ul></div></article>',1);
INSERT INTO "page_blockrow" VALUES(34,'post-5',28,'20261128T192908-000005',1,'<article class="post published" id="post-5" data-block="post-5" data-seq="28" data-first="28" data-sort-key="20261128T192908-000005" data-day="Saturday 28 November 2026">
<p class="when"><a href="/flood/post/5/"><time datetime="2026-11-28T19:29:08Z">19:29</time></a></p>
<div class="body">
<h3 dir="auto">A post with a Photograph</h3>
<p class="bylines"><b class="name">Ada Lind</b>, editor in Varn</p>
<figure class="photograph"><picture><source type="image/avif" srcset="/media/5d2ed51374b2653ef9e2a53398a54c6b25d8067df00756b3d58cdfa7d731846d.avif 60w" sizes="(min-width: 44rem) 40rem, 100vw"><img src="/media/e1e2b88cf1ecb905bf9311a4ad4ef5815fb004a35b792de01e2ed47c0de47d89.jpg" srcset="/media/e1e2b88cf1ecb905bf9311a4ad4ef5815fb004a35b792de01e2ed47c0de47d89.jpg 60w" sizes="(min-width: 44rem) 40rem, 100vw" width="60" height="40" alt="A door" loading="lazy" decoding="async"></picture><figcaption dir="auto">The door <span class="credit">Photo: Ada Lind</span></figcaption></figure></div></article>',1);
INSERT INTO "page_blockrow" VALUES(35,'post-6',29,'20261128T192908-000006',1,'<article class="post published" id="post-6" data-block="post-6" data-seq="29" data-first="29" data-sort-key="20261128T192908-000006" data-day="Saturday 28 November 2026">
<p class="when"><a href="/flood/post/6/"><time datetime="2026-11-28T19:29:08Z">19:29</time></a></p>
<div class="body">
<h3 dir="auto">A post with a Embed</h3>
<p class="bylines"><b class="name">Ada Lind</b>, editor in Varn</p>
<figure class="embed"><blockquote><p dir="auto">The water stands at <strong>4.2 m</strong>.</p></blockquote><figcaption dir="auto">A film, A. Example · <a href="https://a.example/1" rel="nofollow noopener">Original</a> · our own copy</figcaption></figure></div></article>',1);
INSERT INTO "page_blockrow" VALUES(36,'post-7',30,'20261128T192908-000007',1,'<article class="post published" id="post-7" data-block="post-7" data-seq="30" data-first="30" data-sort-key="20261128T192908-000007" data-day="Saturday 28 November 2026">
<p class="when"><a href="/flood/post/7/"><time datetime="2026-11-28T19:29:08Z">19:29</time></a></p>
<div class="body">
<h3 dir="auto">A post with a MapMarks</h3>
<p class="bylines"><b class="name">Ada Lind</b>, editor in Varn</p>
<figure class="map-marks"><figcaption dir="auto"><span class="label">Map</span> Floods</figcaption>
<ul class="places"><li dir="auto"><a href="geo:1.5,-2">Varn</a> <span class="coordinates">1.5, -2</span></li></ul>
<ul class="legend" aria-label="Legend"><li dir="auto">the east</li></ul></figure></div></article>',1);
INSERT INTO "page_blockrow" VALUES(37,'post-8',31,'20261128T192908-000008',1,'<article class="post published" id="post-8" data-block="post-8" data-seq="31" data-first="31" data-sort-key="20261128T192908-000008" data-day="Saturday 28 November 2026">
<p class="when"><a href="/flood/post/8/"><time datetime="2026-11-28T19:29:08Z">19:29</time></a></p>
<div class="body">
<h3 dir="auto">A post with a Lost</h3>
<p class="bylines"><b class="name">Ada Lind</b>, editor in Varn</p>
<figure class="lost"><p class="lost-label">Photograph lost</p><figcaption dir="auto">The dam <span class="credit">Photo: A. Example</span></figcaption></figure></div></article>',1);
CREATE TABLE "page_blocksourcerow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "block" varchar(40) NOT NULL, "object" varchar(80) NOT NULL, "coverage_id" bigint NOT NULL REFERENCES "journal_coverage" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "block_source" UNIQUE ("coverage_id", "object", "block"));
INSERT INTO "page_blocksourcerow" VALUES(1,'key-events','post-1',3);
INSERT INTO "page_blocksourcerow" VALUES(2,'pin','post-1',3);
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE UNIQUE INDEX "auth_user_user_permissions_user_id_permission_id_14a6b632_uniq" ON "auth_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "auth_user_user_permissions_user_id_a95ead1b" ON "auth_user_user_permissions" ("user_id");
CREATE INDEX "auth_user_user_permissions_permission_id_1fbb5f2c" ON "auth_user_user_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "journal_lea_coverag_ec98a8_idx" ON "journal_leaf" ("coverage_id", "object", "seq");
CREATE INDEX "journal_leaf_coverage_id_6662a36b" ON "journal_leaf" ("coverage_id");
CREATE INDEX "journal_disclosure_leaf_id_7f8d1cfa" ON "journal_disclosure" ("leaf_id");
CREATE TRIGGER journal_leaf_update BEFORE UPDATE ON journal_leaf WHEN TRUE BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER journal_leaf_delete BEFORE DELETE ON journal_leaf WHEN TRUE BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER journal_leaf_insert BEFORE INSERT ON journal_leaf WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM journal_leaf) BEGIN SELECT RAISE(ABORT, 'an entry is numbered head + 1'); END;
CREATE TRIGGER journal_disclosure_update BEFORE UPDATE ON journal_disclosure WHEN NEW.text IS NOT NULL OR NEW.digest <> OLD.digest OR NEW.leaf_id <> OLD.leaf_id OR NEW.ordinal <> OLD.ordinal OR NEW.name <> OLD.name BEGIN SELECT RAISE(ABORT, 'a disclosure may only be erased'); END;
CREATE TRIGGER journal_disclosure_delete BEFORE DELETE ON journal_disclosure WHEN TRUE BEGIN SELECT RAISE(ABORT, 'a disclosure keeps its row when it is erased'); END;
CREATE TRIGGER journal_disclosure_insert BEFORE INSERT ON journal_disclosure WHEN NEW.leaf_id <> (SELECT MAX(seq) FROM journal_leaf) OR EXISTS (SELECT 1 FROM journal_disclosure WHERE digest = NEW.digest) BEGIN SELECT RAISE(ABORT, 'a disclosure comes with its leaf'); END;
CREATE INDEX "coverage_changerow_coverage_id_aa8b267a" ON "coverage_changerow" ("coverage_id");
CREATE INDEX "coverage_ch_coverag_4b28a7_idx" ON "coverage_changerow" ("coverage_id", "post");
CREATE INDEX "coverage_postrow_coverage_id_66d09a7b" ON "coverage_postrow" ("coverage_id");
CREATE INDEX "coverage_po_coverag_477e88_idx" ON "coverage_postrow" ("coverage_id", "sort_key");
CREATE INDEX "coverage_po_coverag_aeaf8c_idx" ON "coverage_postrow" ("coverage_id", "page", "sort_key");
CREATE INDEX "coverage_po_coverag_af28de_idx" ON "coverage_postrow" ("coverage_id", "seq");
CREATE INDEX "post_key_events" ON "coverage_postrow" ("coverage_id", "sort_key") WHERE "key_event";
CREATE INDEX "change_of_meaning" ON "coverage_changerow" ("coverage_id", "seq") WHERE NOT ("kind" = 'revised');
CREATE INDEX "coverage_order" ON "coverage_coveragerow" ("under_way", "dated", "coverage_id");
CREATE INDEX "coverage_creditrow_coverage_id_c0189674" ON "coverage_creditrow" ("coverage_id");
CREATE INDEX "coverage_cr_coverag_9d0f74_idx" ON "coverage_creditrow" ("coverage_id", "kind", "text");
CREATE INDEX "coverage_cr_coverag_362124_idx" ON "coverage_creditrow" ("coverage_id", "kind", "folded", "sort_key");
CREATE TRIGGER coverage_postwords_insert AFTER INSERT ON coverage_postrow BEGIN INSERT INTO coverage_postwords (rowid, scope, words) VALUES (NEW.id, 'c' || NEW.coverage_id, NEW.words); END;
CREATE TRIGGER coverage_postwords_delete AFTER DELETE ON coverage_postrow BEGIN INSERT INTO coverage_postwords (coverage_postwords, rowid, scope, words) VALUES ('delete', OLD.id, 'c' || OLD.coverage_id, OLD.words); END;
CREATE TRIGGER coverage_postwords_update AFTER UPDATE OF words ON coverage_postrow WHEN OLD.words <> NEW.words BEGIN INSERT INTO coverage_postwords (coverage_postwords, rowid, scope, words) VALUES ('delete', OLD.id, 'c' || OLD.coverage_id, OLD.words); INSERT INTO coverage_postwords (rowid, scope, words) VALUES (NEW.id, 'c' || NEW.coverage_id, NEW.words); END;
CREATE INDEX "media_pictureuserow_coverage_id_f3f16a81" ON "media_pictureuserow" ("coverage_id");
CREATE INDEX "media_pictu_sha256_923892_idx" ON "media_pictureuserow" ("sha256");
CREATE INDEX "page_blockrow_coverage_id_6a3bbd8a" ON "page_blockrow" ("coverage_id");
CREATE INDEX "page_blockr_coverag_f7d9dd_idx" ON "page_blockrow" ("coverage_id", "seq");
CREATE INDEX "page_blockr_coverag_14938f_idx" ON "page_blockrow" ("coverage_id", "page", "sort_key");
CREATE INDEX "page_blocksourcerow_coverage_id_ee8eacab" ON "page_blocksourcerow" ("coverage_id");
CREATE INDEX "page_blocks_coverag_eb8ab7_idx" ON "page_blocksourcerow" ("coverage_id", "block");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
PRAGMA writable_schema=OFF;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('django_migrations',25);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',22);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',88);
INSERT INTO "sqlite_sequence" VALUES('auth_group',0);
INSERT INTO "sqlite_sequence" VALUES('auth_user',2);
INSERT INTO "sqlite_sequence" VALUES('journal_newsroom',1);
INSERT INTO "sqlite_sequence" VALUES('coverage_creditrow',16);
INSERT INTO "sqlite_sequence" VALUES('journal_coverage',4);
INSERT INTO "sqlite_sequence" VALUES('page_blockrow',37);
INSERT INTO "sqlite_sequence" VALUES('coverage_postrow',10);
INSERT INTO "sqlite_sequence" VALUES('page_blocksourcerow',2);
INSERT INTO "sqlite_sequence" VALUES('coverage_changerow',16);
INSERT INTO "sqlite_sequence" VALUES('media_pictureuserow',2);
COMMIT;
