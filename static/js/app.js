import "./autosave.js";
import "./demo-login.js";
import "./dialog.js";
import "./filter.js";
import "./keys.js";
import "./menu.js";
import "./submit-once.js";
import "./toast.js";
